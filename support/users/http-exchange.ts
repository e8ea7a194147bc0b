import http from 'node:http';

/** What a user sends. */
export interface HttpQuestion {
  url: string;
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of a body, as whatever the headers call it. */
  raw?: string;
  signal?: AbortSignal;
  agent?: http.Agent;
}

/** The head of an answer, its body still to come. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: AsyncIterable<string>;
}

/**
 * Asks over HTTP, with Node's own client: what the user does must not depend on the client under test.
 * @throws the connection's error.
 */
export function httpExchange(question: HttpQuestion): Promise<HttpAnswer> {
  const text = question.raw ?? (question.body === undefined ? undefined : JSON.stringify(question.body));
  const payload = text === undefined ? undefined : Buffer.from(text);
  return new Promise((resolve, reject) => {
    const request = http.request(
      question.url,
      {
        method: question.method,
        headers: {
          ...(payload ? { 'content-type': 'application/json', 'content-length': payload.length } : {}),
          ...question.headers,
        },
        ...(question.agent ? { agent: question.agent } : {}),
        ...(question.signal ? { signal: question.signal } : {}),
      },
      (response) => {
        response.setEncoding('utf8');
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
        );
        resolve({ status: response.statusCode ?? 0, headers, body: response as AsyncIterable<string> });
      },
    );
    request.on('error', reject);
    request.end(payload);
  });
}

/** How somebody looks who looks often: over connections that stay, and only for so long. */
export interface Looking {
  readonly agent: http.Agent;
  readonly signal: AbortSignal;
}

/** As they look, or over a connection of its own that is closed after the answer. */
export function connection(looking: Looking | undefined): Pick<HttpQuestion, 'agent' | 'signal' | 'headers'> {
  return looking ? { ...looking } : { headers: { connection: 'close' } };
}

/** The whole body as text. */
export async function bodyOf(answer: HttpAnswer): Promise<string> {
  let text = '';
  for await (const piece of answer.body) text += piece;
  return text;
}
