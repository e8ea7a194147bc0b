import nock from 'nock';
import { eventually } from '../evidence/eventually';
import type { DisposableServer } from './environment';
import { isAlive, type ProcessIdentity } from './run/processes';

/**
 * What a finished scenario left behind: rows, keys, connections, listeners, sockets, processes, nock interceptors. Sockets of this
 * process are compared with what was there before the first scenario; each proxy adds its listener.
 */
export class Leftovers {
  #before: number | undefined;
  readonly #processes: ProcessIdentity[] = [];
  readonly #graceMs: number;

  /** @param graceMs how long what is closing may take to be closed. */
  constructor(graceMs = 2_000) {
    this.#graceMs = graceMs;
  }

  /** To be called before a scenario uses anything. */
  remember(servers: readonly DisposableServer[]): void {
    this.#before ??= openSockets() - servers.length;
  }

  /** A process that the scenario must not leave running. */
  watch(process: ProcessIdentity): void {
    this.#processes.push(process);
  }

  /** Empty is clean. */
  async of(servers: readonly DisposableServer[]): Promise<string[]> {
    const allowed = (this.#before ?? 0) + servers.length;
    const look = async (): Promise<string[]> => [
      ...(await Promise.all(servers.map(leftIn))).flat(),
      ...this.#processes.filter(isAlive).map(({ pid }) => `process ${pid} of the service`),
      ...nock.pendingMocks().map((mock) => `nock interceptor ${mock}`),
      ...(openSockets() > allowed ? [`${openSockets() - allowed} sockets of this process`] : []),
    ];
    try {
      return await eventually(
        look,
        (left) => left.length === 0,
        this.#graceMs,
        (left) => left.join('; '),
      );
    } catch {
      return look();
    }
  }
}

async function leftIn(server: DisposableServer): Promise<string[]> {
  const connections = server.proxy.openConnections;
  const open = connections > 0 ? [`${connections} connections through the proxy of ${server.kind}`] : [];
  const left = await server.leftovers();
  return [...open, ...left.map((what) => `${server.kind}: ${what}`)];
}

function openSockets(): number {
  return process
    .getActiveResourcesInfo()
    .filter((name) => name === 'TCPServerWrap' || name === 'TCPSocketWrap').length;
}
