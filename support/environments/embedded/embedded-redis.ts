import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FaultProxy } from '../../faults/fault-proxy';
import { onRedis } from '../../faults/questions/on-redis';
import type { RedisConnection } from '../../faults/questions/redis-connection';
import { EmbeddedServer, type ServerCommand } from './embedded-server';
import { findRedis, type RedisBinary } from './redis-binary';

const closingGraceMs = 1000;
/** Those that a fault, or anybody with the password, could change while it runs. */
const settings = {
  save: '""',
  appendonly: 'yes',
  appendfsync: 'always',
  maxmemory: '64mb',
  'maxmemory-policy': 'volatile-ttl',
};
const allRights = ['~*', '&*', '+@all'];

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
    await onRedis(this.directUrl, async (connection) => {
      for (const [name, value] of Object.entries(settings))
        await connection.send('CONFIG', 'SET', name, value === '""' ? '' : value);
      await connection.send('ACL', 'SETUSER', 'app', 'reset', 'on', `>${this.#passwords.app}`, ...allRights);
      await connection.send('FLUSHALL', 'SYNC');
    });
  }

  async leftovers(): Promise<string[]> {
    return onRedis(this.directUrl, async (connection) => {
      const keys = Number(await connection.send('DBSIZE'));
      const found = keys > 0 ? [`redis: ${keys} ${keys === 1 ? 'key' : 'keys'}`] : [];
      return [...found, ...(await openSessions(connection))];
    });
  }

  protected async renewStorage(): Promise<void> {
    rmSync(this.#dataFolder, { recursive: true });
    mkdirSync(this.#dataFolder);
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

  get #dataFolder(): string {
    return join(this.folder, 'data');
  }

  #configuration(): string {
    return [
      'bind 127.0.0.1',
      `port ${this.port}`,
      'daemonize no',
      `dir ${JSON.stringify(this.#dataFolder)}`,
      ...Object.entries(settings).map(([name, value]) => `${name} ${value}`),
      `requirepass ${this.#passwords.harness}`,
      // A user of its own, so that the service's connections can be told from the harness's.
      `user app on >${this.#passwords.app} ${allRights.join(' ')}`,
      '',
    ].join('\n');
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
