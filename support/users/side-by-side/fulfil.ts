import { nowMs } from '../../evidence/now';
import { answerText } from '../../providers/answer-text';
import { type Operation, type PersonaName, personas } from '../personas';
import type { Reading } from '../reading';
import { newKey, type Writing } from '../writing';
import type { KeptConnections } from './kept-connections';

/** One request to one of the services. */
export interface Request {
  readonly connections: KeptConnections;
  readonly operation: Operation;
  readonly user: PersonaName;
  readonly threadId: string;
  /** The first message of the conversation. */
  readonly firstText: string;
  /** Words that no other request has. */
  readonly words: string;
  readonly model: string;
  /** So long the user waits; milliseconds. */
  readonly patienceMs: number;
}

/** How a request was served: as usual, or in one of the ways that are there for outages. */
export type Manner = 'as usual' | 'by another provider' | 'from a copy' | 'accepted for later';

/** What became of a request. Times are milliseconds since the epoch. */
export interface Fulfilment {
  /**
   * Served is a whole and right answer while the user waits. Everything else is not: an explicit refusal, a write that may
   * have happened or not, silence, a broken connection, a wrong answer.
   */
  readonly became: 'served' | 'refused' | 'unknown' | 'too late' | 'no answer' | 'wrong';
  readonly manner: Manner | undefined;
  /** The error's code, or what was wrong. */
  readonly code: string | undefined;
  readonly status: number;
  readonly askedAtMs: number;
  readonly endedAtMs: number;
  /** What was to be written, and under which key. */
  readonly writing: Writing | undefined;
  readonly key: string;
  readonly body: Body;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the service says is looked at here.
type Body = any;

/** Asks once and looks at what comes. Never throws. */
export async function fulfil(request: Request): Promise<Fulfilment> {
  const { method, path, body, writing } = wireOf(request);
  const key = newKey();
  const askedAtMs = nowMs();
  const base = { askedAtMs, writing, key };
  try {
    const signal = AbortSignal.timeout(request.patienceMs);
    const { status, headers, text } = await request.connections.ask({
      method,
      path,
      headers: { authorization: `Bearer ${personas[request.user].token}`, 'idempotency-key': key },
      signal,
      ...(body ? { body } : {}),
    });
    const seen: Body = JSON.parse(text);
    const end = { ...base, status, endedAtMs: nowMs(), body: seen };
    if (seen.error) {
      const { code } = seen.error;
      return { ...end, became: code === 'write_unknown' ? 'unknown' : 'refused', manner: undefined, code };
    }
    const wrong = whatIsWrong(request, status, seen);
    if (wrong !== undefined) return { ...end, became: 'wrong', manner: undefined, code: wrong };
    return { ...end, became: 'served', manner: mannerOf(status, headers, seen), code: undefined };
  } catch (error) {
    const endedAtMs = nowMs();
    const isTooLate = endedAtMs - askedAtMs >= request.patienceMs - 1;
    const code = isTooLate ? 'no answer in time' : String(error);
    const became = isTooLate ? 'too late' : 'no answer';
    return { ...base, status: 0, endedAtMs, body: {}, became, manner: undefined, code };
  }
}

/** As `Reading` has it, for whoever holds readings against the database. */
export function readingIn({ status, code, body }: Fulfilment): Reading {
  return { status, code, messages: body.messages, freshness: body.freshness, body: '' };
}

interface Wire {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly writing: Writing | undefined;
}

function wireOf({ operation, threadId, words, model }: Request): Wire {
  const thread = `/v1/threads/${threadId}`;
  const post = { method: 'POST', writing: undefined } as const;
  switch (operation) {
    case 'ask':
      return {
        ...post,
        path: '/v1/chat/completions',
        body: { model, messages: [{ role: 'user', content: words }] },
      };
    case 'summarise':
      return { ...post, path: `${thread}/summary` };
    case 'read':
      return { method: 'GET', path: thread, writing: undefined };
    case 'write':
      return {
        ...post,
        path: `${thread}/messages`,
        body: { text: words },
        writing: { kind: 'message', threadId, text: words },
      };
    case 'order': {
      const lines = [{ product: words, quantity: 2, unitPriceCents: 150 }];
      return { ...post, path: '/v1/orders', body: { lines }, writing: { kind: 'order', lines } };
    }
  }
}

/** Undefined for what is whole and right. What is shown of conversations is held against the database later. */
function whatIsWrong(
  { operation, words, threadId, firstText }: Request,
  status: number,
  seen: Body,
): string | undefined {
  const isAccepted = status === 202 && seen.status === 'pending';
  const isRight = {
    ask: () =>
      seen.choices?.[0]?.finish_reason === 'stop' &&
      ['primary', 'secondary'].some((role) => seen.choices[0].message.content === answerText(role, words)),
    summarise: () => seen.id === threadId && String(seen.summary).includes(firstText),
    read: () => seen.id === threadId && seen.messages?.[0]?.text === firstText,
    write: () => isAccepted || (status === 201 && seen.position > 1),
    order: () => isAccepted || (status === 201 && seen.totalCents === 300),
  }[operation]();
  return isRight ? undefined : `${status}: ${JSON.stringify(seen).slice(0, 200)}`;
}

function mannerOf(status: number, headers: Readonly<Record<string, string>>, seen: Body): Manner {
  if (status === 202) return 'accepted for later';
  if (seen.freshness?.isStale) return 'from a copy';
  return headers['x-answer-source'] === 'fallback' ? 'by another provider' : 'as usual';
}
