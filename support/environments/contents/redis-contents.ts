import { setTimeout as delay } from 'node:timers/promises';
import { onRedis } from '../../faults/questions/on-redis';
import type { RedisConnection } from '../../faults/questions/redis-connection';

const closingGraceMs = 1000;

/**
 * Every write is flushed before it is acknowledged, and only keys with a TTL may be evicted. Those that a fault, or anybody
 * with the password, could change while it runs.
 */
export const redisSettings = {
  save: '""',
  appendonly: 'yes',
  appendfsync: 'always',
  maxmemory: '64mb',
  'maxmemory-policy': 'volatile-ttl',
};

/** What the service's user may do, in Redis' words. */
export const allRights = ['~*', '&*', '+@all'];

/** What stands in a Redis, wherever it runs. */
export class RedisContents {
  readonly #directUrl: string;
  readonly #appPassword: string;

  /** @param appPassword of the user `app`, the service's. */
  constructor(directUrl: string, appPassword: string) {
    this.#directUrl = directUrl;
    this.#appPassword = appPassword;
  }

  /** Empties it, and puts settings, user and password back. */
  async reset(): Promise<void> {
    await onRedis(this.#directUrl, async (connection) => {
      for (const [name, value] of Object.entries(redisSettings))
        await connection.send('CONFIG', 'SET', name, value === '""' ? '' : value);
      await connection.send('ACL', 'SETUSER', 'app', 'reset', 'on', `>${this.#appPassword}`, ...allRights);
      await connection.send('FLUSHALL', 'SYNC');
    });
  }

  /** Keys and connections that are still there. */
  async leftovers(): Promise<string[]> {
    return onRedis(this.#directUrl, async (connection) => {
      const keys = Number(await connection.send('DBSIZE'));
      const found = keys > 0 ? [`redis: ${keys} ${keys === 1 ? 'key' : 'keys'}`] : [];
      return [...found, ...(await openSessions(connection))];
    });
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
