import type {
  Availability,
  DisposableServer,
  Environment,
  EnvironmentContext,
  ServerKind,
} from '../environment';
import { EmbeddedPostgres } from './embedded-postgres';
import { EmbeddedRedis } from './embedded-redis';
import type { EmbeddedServer } from './embedded-server';
import { findPostgresPackage } from './postgres-binaries';
import { findRedis } from './redis-binary';

const kinds: Record<ServerKind, { prepare(runFolder: string): Promise<EmbeddedServer> }> = {
  postgresql: EmbeddedPostgres,
  redis: EmbeddedRedis,
};

/** Real servers as child processes of the worker; needs no Docker. The context's folder must be an open run folder. */
export class EmbeddedEnvironment implements Environment {
  readonly name = 'embedded';
  readonly #context: EnvironmentContext;
  readonly #asked = new Map<ServerKind, Promise<EmbeddedServer>>();
  readonly #started: EmbeddedServer[] = [];
  #isDisposed = false;

  constructor(context: EnvironmentContext) {
    this.#context = context;
  }

  async availability(): Promise<Availability> {
    const reasons: string[] = [];
    if (process.platform === 'win32')
      reasons.push('processes cannot be frozen on Windows; use WSL or containers');
    const looks = [findPostgresPackage, findRedis];
    for (const look of looks) {
      try {
        await look();
      } catch (error) {
        reasons.push((error as Error).message);
      }
    }
    return reasons.length === 0 ? { available: true } : { available: false, reasons };
  }

  server(kind: ServerKind): Promise<DisposableServer> {
    const asked = this.#asked.get(kind) ?? this.#start(kind);
    this.#asked.set(kind, asked);
    // A start that failed is tried again when somebody asks again.
    asked.catch(() => this.#asked.delete(kind));
    return asked;
  }

  startedServers(): DisposableServer[] {
    return [...this.#started];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    await Promise.allSettled(this.#asked.values());
    await Promise.all(this.#started.splice(0).map((server) => server[Symbol.asyncDispose]()));
  }

  async #start(kind: ServerKind): Promise<EmbeddedServer> {
    if (this.#isDisposed)
      throw new Error(`the environment must be in use to start ${kind}; it has been disposed of`);
    const beganAtMs = performance.now();
    const server = await kinds[kind].prepare(this.#context.folder);
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
