import type {
  Availability,
  DisposableServer,
  Environment,
  EnvironmentContext,
  ServerKind,
} from '../environment';
import { type OwnedServer, ServerSet } from '../server-set';
import { ContainerClickhouse } from './container-clickhouse';
import { ContainerPostgres } from './container-postgres';
import { ContainerRedis } from './container-redis';
import { dockerEngine } from './docker-engine';
import { engineTrace } from './engine-traces';
import { imageFor } from './images';

const kinds: Record<ServerKind, (runFolder: string) => Promise<OwnedServer>> = {
  postgresql: ContainerPostgres.prepare,
  redis: ContainerRedis.prepare,
  clickhouse: ContainerClickhouse.prepare,
};

/** Real servers in containers, by Testcontainers. The context's folder must be an open run folder. */
export class ContainersEnvironment implements Environment {
  readonly name = 'containers';
  readonly #servers: ServerSet;
  readonly #lacks = new Map<ServerKind, Promise<string | undefined>>();

  constructor(context: EnvironmentContext) {
    this.#servers = new ServerSet(context, (kind) => kinds[kind](context.folder));
  }

  async availability(): Promise<Availability> {
    if (engineTrace() === undefined)
      return unavailable('neither DOCKER_HOST nor one of the usual sockets is there');
    try {
      await dockerEngine.ask('connection');
      return { available: true };
    } catch (error) {
      return unavailable((error as Error).message);
    }
  }

  lack(kind: ServerKind): Promise<string | undefined> {
    const lack = this.#lacks.get(kind) ?? this.#lackOf(kind);
    this.#lacks.set(kind, lack);
    return lack;
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

  async #lackOf(kind: ServerKind): Promise<string | undefined> {
    const { name, variable } = imageFor(kind);
    const lack = await dockerEngine.ask('lackOfImage', name);
    return lack === null
      ? undefined
      : `${kind} cannot be had in a container: ${lack}; name another image by ${variable}`;
  }
}

function unavailable(because: string): Availability {
  const reason = `no Docker engine answers (${because}); start one, or set DOCKER_HOST to where it is`;
  return { available: false, reasons: [reason] };
}
