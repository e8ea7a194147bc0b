import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault';
import { onRedis } from './questions/on-redis';
import type { RedisConnection } from './questions/redis-connection';

/** Redis first evicts what its policy lets it, a little with each command, before it refuses. */
const evictedWithinMs = 5000;

/** Redis may use less memory than it needs when empty: it evicts what its policy allows, and then refuses to write. */
export function outOfMemory(): Fault {
  let before: string | undefined;
  return {
    name: 'out-of-memory',
    fits: ['redis'],
    apply: ({ directUrl }) =>
      onRedis(directUrl, async (connection) => {
        const memory = String(await connection.send('INFO', 'memory'));
        const emptyBytes = Number(/^used_memory_startup:(\d+)/m.exec(memory)?.[1]);
        const [, limit] = (await connection.send('CONFIG', 'GET', 'maxmemory')) as string[];
        before = limit;
        await connection.send('CONFIG', 'SET', 'maxmemory', String(Math.round(emptyBytes / 2)));
      }),
    confirm: ({ directUrl }) =>
      onRedis(directUrl, async (connection) => {
        const givenUpAtMs = performance.now() + (before === undefined ? 0 : evictedWithinMs);
        let seen = await writing(connection);
        while (!seen.startsWith('OOM') && performance.now() < givenUpAtMs) {
          await delay(5);
          seen = await writing(connection);
        }
        return { isConfirmed: seen.startsWith('OOM'), seen: `written past the proxy: ${seen}` };
      }),
    heal: async ({ directUrl }) => {
      const limit = before;
      if (limit === undefined) return;
      await onRedis(directUrl, (connection) => connection.send('CONFIG', 'SET', 'maxmemory', limit));
      before = undefined;
    },
  };
}

/** What Redis says to a write that leaves nothing. */
function writing(connection: RedisConnection): Promise<string> {
  return connection.send('SET', 'harness:probe', '', 'PX', '1').then(String, ({ message }) => message);
}
