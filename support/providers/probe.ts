import { randomUUID } from 'node:crypto';
import { describeStream } from './formats/describe-stream';
import type { Dialect } from './formats/dialect';

/** Asks over a double's own transport. Rejects with an error whose `code`, or whose cause's, tells why. */
export type Knock = (request: {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}) => Promise<{ readonly status: number; readonly body: AsyncIterable<Uint8Array> }>;

const mark = 'x-harness-probe';
const quietMs = 200;
const answerMs = 500;
/** Until the request has arrived at the double; a busy machine is no finding about the provider. */
const arrivalMs = 2_000;

/** Tells a double's own probes from the requests of callers, by an id that nobody else knows. */
export class ProbeArrivals {
  readonly #expected = new Map<string, () => void>();

  expect(id: string, arrived: () => void): void {
    this.#expected.set(id, arrived);
  }

  forget(id: string): void {
    this.#expected.delete(id);
  }

  /** @returns whether the request is a probe. */
  arrived(headers: Readonly<Record<string, string>>): boolean {
    const arrived = this.#expected.get(headers[mark] ?? '');
    arrived?.();
    return arrived !== undefined;
  }
}

/**
 * What a caller meets now, as a short phrase: `answers`, `status 503`, `ECONNREFUSED`, `no answer within 200 ms`,
 * `stalls after 4 tokens for 200 ms`, `is cut short after 4 tokens`, ... See `describeStream` for those of a good status.
 */
export async function meet(knock: Knock, dialect: Dialect, probes: ProbeArrivals): Promise<string> {
  const id = randomUUID();
  const patience = new AbortController();
  let timer = setTimeout(() => patience.abort(), arrivalMs);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => patience.abort(), quietMs);
  };
  probes.expect(id, heard);
  try {
    return await ask(knock, dialect, id, patience.signal, heard);
  } finally {
    clearTimeout(timer);
    probes.forget(id);
    // Whatever is still open is closed: endless answers, stalled ones.
    patience.abort();
  }
}

async function ask(
  knock: Knock,
  dialect: Dialect,
  id: string,
  signal: AbortSignal,
  heard: () => void,
): Promise<string> {
  const request = {
    model: 'probe',
    max_tokens: 16,
    stream: true,
    messages: [{ role: 'user', content: 'ready?' }],
  };
  const headers = { 'content-type': 'application/json', [mark]: id };
  let reply: Awaited<ReturnType<Knock>>;
  try {
    reply = await knock({ path: dialect.path, headers, body: JSON.stringify(request), signal });
  } catch (error) {
    return signal.aborted ? `no answer within ${quietMs} ms` : codeOf(error);
  }
  if (reply.status !== 200) return `status ${reply.status}`;
  const answeredAt = performance.now();
  const received: Uint8Array[] = [];
  let ending: 'ended' | 'reset' | 'silent' | 'unfinished' = 'ended';
  try {
    for await (const bytes of reply.body) {
      heard();
      received.push(bytes);
      if (performance.now() - answeredAt > answerMs) {
        ending = 'unfinished';
        break;
      }
    }
  } catch {
    ending = signal.aborted ? 'silent' : 'reset';
  }
  const waitedMs = ending === 'unfinished' ? answerMs : quietMs;
  return describeStream(Buffer.concat(received).toString(), ending, waitedMs);
}

function codeOf(error: unknown): string {
  const { code, cause, message } = error as { code?: string; cause?: unknown; message?: string };
  return code ?? (cause === undefined ? String(message) : codeOf(cause));
}
