import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FaultProxy } from '../../faults/fault-proxy';
import { RedisConnection } from '../../faults/questions/redis-connection';
import { EmbeddedServer, type ServerCommand } from './embedded-server';
import { findRedis, type RedisBinary } from './redis-binary';

const closingGraceMs = 1000;
const memoryLimit = '64mb';

/** A real Redis: every write is flushed before it is acknowledged, and only keys with a TTL may be evicted. */
export class EmbeddedRedis extends EmbeddedServer {
  readonly kind = 'redis';
  protected readonly stopSignal = 'SIGTERM';
  readonly #binary: RedisBinary;
  readonly #passwords = { harness: randomBytes(18).toString('hex'), app: randomBytes(18).toString('hex') };

  private constructor(runFolder: string, proxy: FaultProxy, binary: RedisBinary) {
    super(runFolder, proxy);
    this.#binary = binary;
  }

  /** Lays out folder and proxy; not started. @param runFolder where its data and record go. */
  static async prepare(runFolder: string): Promise<EmbeddedRedis> {
    const binary = await findRedis();
    mkdirSync(join(runFolder, 'redis', 'data'), { recursive: true });
    return new EmbeddedRedis(runFolder, await FaultProxy.open(), binary);
  }

  get url(): string {
    return `redis://app:${this.#passwords.app}@127.0.0.1:${this.proxy.address.port}`;
  }

  get directUrl(): string {
    return `redis://default:${this.#passwords.harness}@127.0.0.1:${this.port}`;
  }

  async reset(): Promise<void> {
    await this.#asHarness((connection) => connection.send('FLUSHALL', 'SYNC'));
  }

  async leftovers(): Promise<string[]> {
    return this.#asHarness(async (connection) => {
      const keys = Number(await connection.send('DBSIZE'));
      const found = keys > 0 ? [`redis: ${keys} ${keys === 1 ? 'key' : 'keys'}`] : [];
      return [...found, ...(await openSessions(connection))];
    });
  }

  protected command(): ServerCommand {
    // In a file of this user's own rather than on the command line, which everybody can read.
    const file = join(this.folder, 'redis.conf');
    writeFileSync(file, this.#configuration(), { mode: 0o600 });
    return {
      program: this.#binary.path,
      parameters: [file],
      account: undefined,
      environment: this.#binary.environment,
    };
  }

  #configuration(): string {
    return [
      'bind 127.0.0.1',
      `port ${this.port}`,
      'daemonize no',
      `dir ${JSON.stringify(join(this.folder, 'data'))}`,
      'save ""',
      'appendonly yes',
      'appendfsync always',
      `maxmemory ${memoryLimit}`,
      'maxmemory-policy volatile-ttl',
      `requirepass ${this.#passwords.harness}`,
      // A user of its own, so that the service's connections can be told from the harness's.
      `user app on >${this.#passwords.app} ~* &* +@all`,
      '',
    ].join('\n');
  }

  async #asHarness<T>(work: (connection: RedisConnection) => Promise<T>): Promise<T> {
    const connection = new RedisConnection(this.directUrl);
    try {
      await connection.login();
      return await work(connection);
    } finally {
      connection.close();
    }
  }
}

/** The service's connections; one that is just closing is given time to go. */
async function openSessions(connection: RedisConnection): Promise<string[]> {
  const givenUpAtMs = performance.now() + closingGraceMs;
  for (;;) {
    const clients = String(await connection.send('CLIENT', 'LIST')).split('\n');
    const ofService = clients.filter((client) => / user=app /.test(client));
    if (ofService.length === 0) return [];
    if (performance.now() > givenUpAtMs) {
      return ofService.map(
        (client) => `redis: a connection of the service, last command: ${/ cmd=(\S*)/.exec(client)?.[1]}`,
      );
    }
    await delay(5);
  }
}
