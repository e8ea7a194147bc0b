import type { Dispatcher } from 'undici-types';

/** What came back: the body as text. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What is sent. */
export interface KeptQuestion {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
  readonly signal: AbortSignal;
}

const globalDispatcher = Symbol.for('undici.globalDispatcher.1');

/**
 * Connections to one service that stay. Made from the class of the global dispatcher, which nothing in this process stands in
 * for: with all that looks on, two services are asked so much that what it costs to ask counts.
 */
export class KeptConnections {
  readonly #agent: Dispatcher;
  readonly #origin: string;

  /** @throws where this Node has no such dispatcher. */
  constructor(origin: string) {
    void globalThis.fetch; // The dispatcher is made when fetch is first touched.
    const standing = (globalThis as unknown as Record<symbol, object | undefined>)[globalDispatcher];
    if (!standing)
      throw new Error(
        'This Node keeps its dispatcher elsewhere; look for the symbol in its undici and name it here',
      );
    const Agent = standing.constructor as new (options: object) => Dispatcher;
    this.#agent = new Agent({ pipelining: 1 });
    this.#origin = origin;
  }

  /** @throws the connection's error, or that the signal ended it. */
  async ask({ body, headers, ...rest }: KeptQuestion): Promise<KeptAnswer> {
    const answer = await this.#agent.request({
      ...rest,
      origin: this.#origin,
      headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : null,
    });
    const { statusCode: status } = answer;
    const told = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return { status, headers: Object.fromEntries(told), text: await answer.body.text() };
  }

  close(): void {
    this.#agent.destroy().catch(() => {});
  }
}
