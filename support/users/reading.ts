import { bodyOf, httpExchange } from './http-exchange';

/** What came of reading a conversation. */
export interface Reading {
  status: number;
  /** The error's code, where there is one. */
  code: string | undefined;
  messages: { position: number; author: string; text: string }[] | undefined;
  /** Where it was had, and how old it is. */
  freshness:
    | { source: string; ageMs: number; isStale: boolean; mayMissAccepted?: boolean; sentence?: string }
    | undefined;
  /** The whole answer, as it came. */
  body: string;
}

interface Reader {
  name: string;
  token: string;
}

/** Reads a conversation. */
export async function readConversation(serviceUrl: string, reader: Reader, id: string): Promise<Reading> {
  const { status, body } = await exchange(serviceUrl, reader, 'GET', `/v1/threads/${id}`);
  const { error, messages, freshness } = body;
  return { status, code: error?.code, messages, freshness, body: JSON.stringify(body) };
}

/** Looks an order up. @returns what came of it; an error is a result too. */
export async function readOrder(
  serviceUrl: string,
  reader: Reader,
  id: string,
): Promise<{ status: number; code: string | undefined; body: string }> {
  const { status, body } = await exchange(serviceUrl, reader, 'GET', `/v1/orders/${id}`);
  return { status, code: body.error?.code, body: JSON.stringify(body) };
}

/**
 * Begins a conversation with one message in it.
 * @returns its id
 * @throws when the service refuses.
 */
export async function beginConversation(serviceUrl: string, reader: Reader, text: string): Promise<string> {
  const begun = await exchange(serviceUrl, reader, 'POST', '/v1/threads', { title: 'A conversation' });
  if (begun.status !== 201) throw new Error(`A conversation could not be begun: ${JSON.stringify(begun)}`);
  const added = await addMessage(serviceUrl, reader, begun.body.id, text);
  if (added.status !== 201) throw new Error(`A message could not be added: ${JSON.stringify(added)}`);
  return begun.body.id;
}

/** Adds a message at the end of a conversation. @returns what came of it; an error is a result too. */
export function addMessage(
  serviceUrl: string,
  writer: Reader,
  id: string,
  text: string,
  // biome-ignore lint/suspicious/noExplicitAny: whatever the service says is looked at by the callers.
): Promise<{ status: number; body: any }> {
  return exchange(serviceUrl, writer, 'POST', `/v1/threads/${id}/messages`, { text });
}

/** Asks for a summary of a conversation. @returns what came of it; an error is a result too. */
export async function askForSummary(
  serviceUrl: string,
  reader: Reader,
  id: string,
): Promise<{ status: number; code: string | undefined; summary: string | undefined }> {
  const { status, body } = await exchange(serviceUrl, reader, 'POST', `/v1/threads/${id}/summary`);
  return { status, code: body.error?.code, summary: body.summary };
}

async function exchange(
  serviceUrl: string,
  reader: Reader,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  // biome-ignore lint/suspicious/noExplicitAny: whatever the service says is looked at by the callers.
): Promise<{ status: number; body: any }> {
  const answer = await httpExchange({
    url: serviceUrl + path,
    method,
    headers: { authorization: `Bearer ${reader.token}`, connection: 'close' },
    ...(body ? { body } : {}),
  });
  return { status: answer.status, body: JSON.parse(await bodyOf(answer)) };
}
