import { randomUUID } from 'node:crypto';
import type { Agent } from 'node:http';
import { bodyOf, httpExchange } from './http-exchange';

/** How it ended that somebody tried to do something. */
export interface TrialOutcome {
  /** The error's code; undefined where it was done, or accepted. */
  readonly code: string | undefined;
  /** How it was done where it was: at once, by another provider than the first, from a copy, or not yet. */
  readonly how: 'done' | 'by another' | 'from a copy' | 'pending' | undefined;
  /** The error's class, as the user was told it. */
  readonly errorClass: string | undefined;
  /** What the user was told in words, where there were any. */
  readonly sentence: string | undefined;
  /** After how many seconds trying again makes sense, as the user was told; undefined where nothing was said of it. */
  readonly retryAfterSeconds: number | undefined;
  /** The service level that the answer stated. */
  readonly level: string | undefined;
}

/** What is sent. */
export interface TrialRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
}

/** Who sends it. */
export interface TrialAsker {
  readonly token: string;
  readonly requestId: string;
  /** Connections that stay; without one each request has its own. */
  readonly agent: Agent | undefined;
  readonly hangUp: AbortSignal | undefined;
}

const untold = { code: undefined, how: undefined, errorClass: undefined, sentence: undefined };

/** Sends it and waits for the answer; hearing nothing is an outcome too. */
export async function trialExchange(
  url: string,
  asker: TrialAsker,
  request: TrialRequest,
): Promise<TrialOutcome> {
  return exchange(url, asker, request).catch(noAnswer);
}

async function exchange(
  url: string,
  { token, requestId, agent, hangUp }: TrialAsker,
  { method, body }: TrialRequest,
): Promise<TrialOutcome> {
  const answer = await httpExchange({
    url,
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'idempotency-key': randomUUID(),
      'x-request-id': requestId,
      ...(agent ? {} : { connection: 'close' }),
    },
    ...(agent ? { agent } : {}),
    ...(hangUp ? { signal: hangUp } : {}),
    ...(body ? { body } : {}),
  });
  const { error, freshness } = JSON.parse(await bodyOf(answer));
  const level = answer.headers['x-service-level'];
  if (error) {
    const { code, class: errorClass, message: sentence, retry_after_seconds: retryAfterSeconds } = error;
    return { code, how: undefined, errorClass, sentence, retryAfterSeconds, level };
  }
  const how =
    answer.status === 202
      ? 'pending'
      : freshness?.isStale
        ? 'from a copy'
        : answer.headers['x-answer-source'] === 'fallback'
          ? 'by another'
          : 'done';
  return { ...untold, how, sentence: freshness?.sentence, retryAfterSeconds: undefined, level };
}

/** Whoever hears nothing is told nothing. */
function noAnswer(error: Error): TrialOutcome {
  const code = `no answer: ${error.message}`;
  return { ...untold, code, retryAfterSeconds: undefined, level: undefined };
}
