import { nowMs } from '../clock';
import type { TimeoutPolicy } from '../policy';
import type { FinishReason, Provider, ProviderEvent, Question } from './provider';
import { ProviderFailure, type ProviderFailureCode } from './provider-failure';

/** What bounds a call besides the policy. */
export interface CallBounds {
  /** When the caller stops waiting, milliseconds since the epoch. */
  deadlineMs: number;
  /** A limit on this call that is tighter than the policy's; unlike the deadline, passing it is the provider's failure. */
  callMs?: number;
  /** Fires when the caller has gone. */
  signal: AbortSignal;
}

/**
 * Asks a provider and keeps time: until the first token, between tokens, for the call, and to the caller's deadline.
 * Whatever runs out first ends the call and hangs up on the provider, which need not cooperate.
 * @throws ProviderFailure
 */
export async function* supervisedCall(
  provider: Provider,
  question: Question,
  model: string,
  timeouts: TimeoutPolicy,
  bounds: CallBounds,
): AsyncGenerator<ProviderEvent> {
  const startedAtMs = nowMs();
  const hangUp = new AbortController();
  const events = provider
    .ask(question, model, AbortSignal.any([hangUp.signal, bounds.signal]))
    [Symbol.asyncIterator]();
  const callMs = Math.min(timeouts.callMs, bounds.callMs ?? timeouts.callMs);
  let tokens = 0;
  let isOver = false;
  try {
    for (;;) {
      const now = nowMs();
      const next = await within(events.next(), bounds.signal, [
        tokens === 0
          ? ['first_token_timeout', startedAtMs + timeouts.firstTokenMs - now]
          : ['stalled', timeouts.stallMs],
        ['call_timeout', startedAtMs + callMs - now],
        ['deadline', bounds.deadlineMs - now],
      ]);
      if (next.done) {
        isOver = true;
        throw new ProviderFailure('ended_early', 'the answer ended without being finished');
      }
      if (next.value.kind !== 'finished') {
        if (next.value.kind === 'token') tokens += 1;
        yield next.value;
        continue;
      }
      // Finished is finished: what a provider does after that can no longer spoil the answer.
      isOver = true;
      if (tokens === 0) throwIfEmpty(next.value.reason);
      yield next.value;
      return;
    }
  } finally {
    if (!isOver) hangUp.abort(new ProviderFailure('cancelled', 'the call was given up'));
    // A provider that hangs would keep us here, so nobody waits for its clean-up.
    events.return?.(undefined)?.catch(() => {});
  }
}

/** Without a word: refused for its content, cut at the caller's own limit (which is an answer), or a failure. */
function throwIfEmpty(reason: FinishReason): void {
  if (reason === 'content_filter') {
    throw new ProviderFailure('content_refused', 'nothing but the content rules was answered');
  }
  if (reason === 'stop') throw new ProviderFailure('empty_answer', 'the answer is complete but empty');
}

/** Waits for the event, the earliest limit or the caller's leaving, whichever comes first. */
function within<T>(
  event: Promise<T>,
  signal: AbortSignal,
  limits: [ProviderFailureCode, number][],
): Promise<T> {
  const [code, leftMs] = limits.reduce((one, other) => (other[1] < one[1] ? other : one));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () =>
        fail(
          new ProviderFailure(
            code,
            `${code.replaceAll('_', ' ')}: nothing came for ${Math.round(leftMs)} ms`,
          ),
        ),
      Math.max(0, leftMs),
    );
    const onAbort = (): void => fail(new ProviderFailure('cancelled', 'the caller has gone'));
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown): void => {
      finish();
      reject(error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    event.then((value) => {
      finish();
      resolve(value);
    }, fail);
  });
}
