import { dialectOf } from '../formats/dialects';
import type { Call } from './decode';

/** An answer as bytes. */
export interface Received {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Hexadecimal, so that it passes between processes and shows what is no text. */
  readonly body: string;
  readonly ending: string;
}

/** What HTTP adds between two computers, which no provider chooses. */
const ofTheConnection = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length']);
const enough = 40;

/** Asks by `fetch` and decodes nothing. Never rejects: what failed is in `ending`. */
export async function receive({ format, baseUrl, streaming, question, quietMs }: Call): Promise<Received> {
  const patience = new AbortController();
  let timer = setTimeout(() => patience.abort(), quietMs);
  const received = { status: 0, headers: {}, body: '' };
  try {
    const { basePath, path } = dialectOf(format);
    const response = await fetch(`${baseUrl}${path.slice(basePath.length)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'a-model',
        stream: streaming,
        messages: [{ role: 'user', content: question }],
      }),
      signal: patience.signal,
    });
    received.status = response.status;
    received.headers = Object.fromEntries(
      [...response.headers].filter(([name]) => !ofTheConnection.has(name)),
    );
    let chunks = 0;
    for await (const bytes of response.body as AsyncIterable<Uint8Array>) {
      received.body += Buffer.from(bytes).toString('hex');
      clearTimeout(timer);
      timer = setTimeout(() => patience.abort(), quietMs);
      // Two connections cut an endless answer at different places; only its beginning compares.
      if (++chunks === enough) return { ...received, body: '', ending: 'endless' };
    }
    return { ...received, ending: 'ended' };
  } catch (error) {
    const { message, cause } = error as { message: string; cause?: { code?: string } };
    // `terminated` is how fetch reports a reset; its cause's code varies with the order of events.
    const ending = message === 'terminated' ? 'reset' : `${message} ${cause?.code}`;
    return { ...received, ending: patience.signal.aborted ? 'silence' : ending };
  } finally {
    clearTimeout(timer);
    patience.abort();
  }
}
