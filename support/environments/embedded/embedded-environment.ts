import type {
  Availability,
  DisposableServer,
  Environment,
  EnvironmentContext,
  ServerKind,
} from '../environment';
import { findChdb } from './chdb-package';
import { EmbeddedClickhouse } from './embedded-clickhouse';
import { EmbeddedPostgres } from './embedded-postgres';
import { EmbeddedRedis } from './embedded-redis';
import type { EmbeddedServer } from './embedded-server';
import { findPostgresPackage } from './postgres-binaries';
import { findRedis } from './redis-binary';

interface Kind {
  prepare(runFolder: string): Promise<EmbeddedServer>;
  /** @throws when it cannot be had, with the reason. */
  find(): unknown;
  /** Scenarios that need it are skipped where it cannot be had; nothing else is. */
  readonly isOptional?: true;
}

const kinds: Record<ServerKind, Kind> = {
  postgresql: { prepare: EmbeddedPostgres.prepare, find: findPostgresPackage },
  redis: { prepare: EmbeddedRedis.prepare, find: findRedis },
  clickhouse: { prepare: EmbeddedClickhouse.prepare, find: findChdb, isOptional: true },
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
    for (const [kind, { isOptional }] of Object.entries(kinds)) {
      const lack = isOptional ? undefined : await this.lack(kind as ServerKind);
      if (lack !== undefined) reasons.push(lack);
    }
    return reasons.length === 0 ? { available: true } : { available: false, reasons };
  }

  async lack(kind: ServerKind): Promise<string | undefined> {
    try {
      await kinds[kind].find();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
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
