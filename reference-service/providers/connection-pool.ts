/** What the built-in `fetch` takes as `dispatcher`. */
export interface ConnectionPool {
  destroy(): Promise<void>;
}

const globalDispatcher = Symbol.for('undici.globalDispatcher.1');

/**
 * A pool of connections of the service's own for the built-in `fetch`, with a limit on connecting.
 * Made from the class of the global dispatcher, because an Agent of the undici package fits only the Node versions that
 * bundle the same major version of it.
 * @param connectMs until a connection stands, TLS included.
 * @returns undefined where this Node keeps its dispatcher elsewhere; the limit on the first token then covers connecting too.
 */
export function connectionPool(connectMs: number): ConnectionPool | undefined {
  void globalThis.fetch; // The dispatcher is made when fetch is first touched.
  const standing = (globalThis as Record<symbol, unknown>)[globalDispatcher];
  if (typeof standing !== 'object' || standing === null) return undefined;
  const Agent = standing.constructor as new (options: object) => ConnectionPool;
  return new Agent({
    connect: { timeout: connectMs },
    keepAliveTimeout: 10_000,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}
