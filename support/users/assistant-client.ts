import http from 'node:http';
import { createParser } from 'eventsource-parser';
import { nowMs } from '../evidence/now';
import type { Answer, AnswerError } from './answer';
import { bodyOf, type HttpAnswer, httpExchange } from './http-exchange';

/** One question as a user asks it. */
export interface Asking {
  user: { name: string; token: string | undefined };
  question: string;
  model: string;
  streamed: boolean;
  /** How long the user is willing to wait, as told to the service. */
  willingMs?: number;
  signal?: AbortSignal;
}

type Draft = Omit<Answer, 'endedAtMs' | 'outcome'>;

/** Asks the assistant as any HTTP client would, and writes down all that came back. */
export class AssistantClient {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

  /** Never throws: whatever happens is an outcome. */
  async ask(serviceUrl: string, asking: Asking): Promise<Answer> {
    const draft: Draft = {
      user: asking.user.name,
      question: asking.question,
      streamed: asking.streamed,
      askedAtMs: nowMs(),
      text: '',
      finishes: 0,
      headers: {},
    };
    let trace: string | undefined;
    try {
      await this.#exchange(serviceUrl, asking, draft);
    } catch (error) {
      trace = error instanceof Error ? error.message : String(error);
    }
    const outcome = asking.signal?.aborted ? 'given up' : outcomeOf(draft);
    if (outcome === 'lost') draft.trace = trace ?? 'ended without an error and without being finished';
    return { ...draft, outcome, endedAtMs: nowMs() };
  }

  /** Lets go of every connection. */
  close(): void {
    this.#agent.destroy();
  }

  async #exchange(serviceUrl: string, asking: Asking, draft: Draft): Promise<void> {
    const answer = await httpExchange({
      url: `${serviceUrl}/v1/chat/completions`,
      method: 'POST',
      agent: this.#agent,
      headers: {
        ...(asking.user.token === undefined ? {} : { authorization: `Bearer ${asking.user.token}` }),
        ...(asking.willingMs === undefined ? {} : { 'x-request-timeout-ms': String(asking.willingMs) }),
      },
      body: {
        model: asking.model,
        stream: asking.streamed,
        messages: [{ role: 'user', content: asking.question }],
      },
      ...(asking.signal ? { signal: asking.signal } : {}),
    });
    Object.assign(draft, { status: answer.status, headers: answer.headers });
    if (answer.headers['content-type']?.startsWith('text/event-stream')) await readStream(answer, draft);
    else readWhole(await bodyOf(answer), draft);
  }
}

function readWhole(body: string, draft: Draft): void {
  const { model, choices, error } = JSON.parse(body);
  if (error) {
    draft.error = errorIn(error, draft.headers['retry-after']);
    return;
  }
  draft.firstTokenAtMs = nowMs();
  draft.model = model;
  draft.text = choices[0].message.content;
  if (choices[0].finish_reason === 'stop') draft.finishes += 1;
}

/** A stream is finished when it gave a finish reason and then said `[DONE]`; either alone is not enough. */
async function readStream(answer: HttpAnswer, draft: Draft): Promise<void> {
  let reasons = 0;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '[DONE]') {
        if (reasons === 1) draft.finishes += 1;
        return;
      }
      const { model, choices, error } = JSON.parse(data);
      if (error) draft.error = errorIn(error, error.retry_after_seconds);
      if (model) draft.model = model;
      const text = choices?.[0]?.delta?.content;
      if (text) {
        draft.firstTokenAtMs ??= nowMs();
        draft.text += text;
      }
      if (choices?.[0]?.finish_reason) reasons += 1;
    },
  });
  for await (const piece of answer.body) parser.feed(piece);
}

/** @param retryAfter from the header; an error inside a stream has none, there the event says it. */
function errorIn(error: Record<string, unknown>, retryAfter: string | number | undefined): AnswerError {
  const seconds = Number(retryAfter);
  return {
    code: String(error.code),
    message: String(error.message),
    ...(error.class === undefined ? {} : { class: String(error.class) }),
    ...(Number.isNaN(seconds) ? {} : { retryAfterSeconds: seconds }),
  };
}

function outcomeOf({ error, finishes, text }: Draft): Answer['outcome'] {
  if (error) return finishes > 0 ? 'lost' : text === '' ? 'refused' : 'broken off';
  return finishes === 1 ? 'complete' : 'lost';
}
