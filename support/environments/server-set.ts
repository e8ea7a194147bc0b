import type { DisposableServer, EnvironmentContext, ServerKind } from './environment';

/** A server that an environment has laid out. */
export type OwnedServer = DisposableServer & AsyncDisposable;

/** The servers of one environment: each is started on first use, once, whoever asks, and kept until disposal. */
export class ServerSet implements AsyncDisposable {
  readonly #context: EnvironmentContext;
  readonly #prepare: (kind: ServerKind) => Promise<OwnedServer>;
  readonly #asked = new Map<ServerKind, Promise<OwnedServer>>();
  readonly #started: OwnedServer[] = [];
  #isDisposed = false;

  /** @param prepare lays one out; not started. */
  constructor(context: EnvironmentContext, prepare: (kind: ServerKind) => Promise<OwnedServer>) {
    this.#context = context;
    this.#prepare = prepare;
  }

  /** The server of this kind, which runs. @throws why it cannot. */
  server(kind: ServerKind): Promise<OwnedServer> {
    const asked = this.#asked.get(kind) ?? this.#start(kind);
    this.#asked.set(kind, asked);
    // A start that failed is tried again when somebody asks again.
    asked.catch(() => this.#asked.delete(kind));
    return asked;
  }

  /** Those that run; asks for none. */
  get started(): readonly OwnedServer[] {
    return this.#started;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    await Promise.allSettled(this.#asked.values());
    await Promise.all(this.#started.splice(0).map((server) => server[Symbol.asyncDispose]()));
  }

  async #start(kind: ServerKind): Promise<OwnedServer> {
    if (this.#isDisposed)
      throw new Error(`the environment must be in use to start ${kind}; it has been disposed of`);
    const beganAtMs = performance.now();
    const server = await this.#prepare(kind);
    try {
      await server.start();
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
    this.#started.push(server);
    const tookMs = Math.round(performance.now() - beganAtMs);
    this.#context
      .journal()
      .record({ lane: 'scenario', subject: kind, event: `started in ${tookMs} ms`, details: { tookMs } });
    return server;
  }
}
