import type {
  Availability,
  DisposableServer,
  Environment,
  EnvironmentContext,
  ServerKind,
} from '../environment';
import { ServerSet } from '../server-set';
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
  readonly #servers: ServerSet;

  constructor(context: EnvironmentContext) {
    this.#servers = new ServerSet(context, (kind) => kinds[kind].prepare(context.folder));
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
    return this.#servers.server(kind);
  }

  startedServers(): DisposableServer[] {
    return [...this.#servers.started];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#servers[Symbol.asyncDispose]();
  }
}
