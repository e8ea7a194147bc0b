import { randomUUID } from 'node:crypto';
import { bodyOf, httpExchange } from './http-exchange';

/** One line of an order. Amounts are in hundredths of the currency unit. */
export interface OrderLine {
  readonly product: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

/** What a user wants written. */
export type Writing =
  | { readonly kind: 'message'; readonly threadId: string; readonly text: string }
  | { readonly kind: 'order'; readonly lines: readonly OrderLine[] };

/** What came of one attempt to write. */
export interface WriteAnswer {
  readonly status: number;
  /** The error's code, where there is one. */
  readonly code: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  /** Acknowledged: it must not be lost from now on. Unknown: it may or may not have happened. */
  readonly outcome: 'acknowledged' | 'refused' | 'unknown';
}

interface Writer {
  name: string;
  token: string;
}

/** A key of its own for a write that is meant to happen once. */
export function newKey(): string {
  return randomUUID();
}

/** Asks for something to be written. @param key what makes repeating safe; undefined: none is sent. */
export async function write(
  serviceUrl: string,
  writer: Writer,
  writing: Writing,
  key: string | undefined,
): Promise<WriteAnswer> {
  const isMessage = writing.kind === 'message';
  const path = isMessage ? `/v1/threads/${writing.threadId}/messages` : '/v1/orders';
  return post(serviceUrl, writer, path, isMessage ? { text: writing.text } : { lines: writing.lines }, key);
}

/** A body that is no JSON, or not called so. */
export interface RawBody {
  readonly raw: string;
  readonly type: string;
}

/** The same with a body that may be anything. */
export async function post(
  serviceUrl: string,
  writer: Writer,
  path: string,
  body: unknown,
  key: string | undefined,
  asItIs?: RawBody,
): Promise<WriteAnswer> {
  let status = 0;
  try {
    const answer = await httpExchange({
      url: serviceUrl + path,
      method: 'POST',
      headers: {
        authorization: `Bearer ${writer.token}`,
        connection: 'close',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(asItIs ? { 'content-type': asItIs.type } : {}),
      },
      ...(asItIs ? { raw: asItIs.raw } : { body }),
    });
    status = answer.status;
    const parsed = JSON.parse(await bodyOf(answer));
    return { status, code: parsed.error?.code, body: parsed, outcome: outcomeOf(status, parsed.error?.code) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Nothing was sent. In all other cases whoever hears nothing knows nothing.
    const isRefused = code === 'ECONNREFUSED';
    return { status, code, body: { trace: String(error) }, outcome: isRefused ? 'refused' : 'unknown' };
  }
}

/** What became of a write, as its user is told later. */
export async function statusOfWrite(
  serviceUrl: string,
  writer: Writer,
  key: string,
): Promise<{ status: string | undefined; code: string | undefined }> {
  const answer = await httpExchange({
    url: `${serviceUrl}/v1/writes/${key}`,
    method: 'GET',
    headers: { authorization: `Bearer ${writer.token}`, connection: 'close' },
  });
  const body = JSON.parse(await bodyOf(answer));
  return { status: body.status, code: body.code ?? body.error?.code };
}

function outcomeOf(status: number, code: string | undefined): WriteAnswer['outcome'] {
  if (status === 201 || status === 202) return 'acknowledged';
  return code === 'write_unknown' || code === undefined ? 'unknown' : 'refused';
}
