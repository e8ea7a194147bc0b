import type { Availability, DisposableServer, Environment, ServerKind } from '../environment';

/** The place of the servers in containers, kept so that choosing between environments is whole; not built yet. */
export class ContainersEnvironment implements Environment {
  readonly name = 'containers';

  async availability(): Promise<Availability> {
    return {
      available: false,
      reasons: ['servers in containers are not built yet in this version; use the embedded ones'],
    };
  }

  async lack(kind: ServerKind): Promise<string> {
    return `${kind} cannot be had in a container: not built yet in this version`;
  }

  async server(kind: ServerKind): Promise<DisposableServer> {
    throw new Error(
      `${kind} cannot be had in a container: not built yet in this version; run with ENVIRONMENT=embedded`,
    );
  }

  startedServers(): DisposableServer[] {
    return [];
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
