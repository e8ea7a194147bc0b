import type { ProviderRequest } from '../providers/provider-double';
import type { JournalEntry } from './journal';

/** A request as the provider saw it, as a line of the journal. */
export function describeRequest(role: string, request: ProviderRequest): JournalEntry {
  const after = (ms: number | undefined): string => `${Math.round((ms ?? 0) - request.arrivedAtMs)} ms`;
  const events = [
    request.status === undefined
      ? 'was not answered'
      : `answered ${request.status} after ${after(request.answeredAtMs)}`,
    ...(request.firstTokenAtMs === undefined ? [] : [`first token after ${after(request.firstTokenAtMs)}`]),
    ...(request.finishedAtMs === undefined ? [] : [`finished after ${after(request.finishedAtMs)}`]),
    ...(request.hungUpAtMs === undefined ? [] : [`its caller hung up after ${after(request.hungUpAtMs)}`]),
  ];
  const { number, question, model, behaviour } = request;
  return {
    atMs: request.arrivedAtMs,
    lane: 'provider',
    subject: role,
    event: `request ${number} to ${model} ("${question}"), behaving ${behaviour}: ${events.join(', ')}`,
  };
}
