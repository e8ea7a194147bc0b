import type { Fault } from './fault';
import { hasMark, leaveMark, takeMark } from './mark';
import { onRedis } from './questions/on-redis';
import type { RedisConnection } from './questions/redis-connection';

/** Everything in Redis is deleted, once, but for streams, which are no cache. There is nothing to heal. */
export function emptied(): Fault {
  let isMarked = false;
  let deleted = 0;
  return {
    name: 'emptied',
    fits: ['redis'],
    apply: async (server) => {
      await leaveMark(server);
      isMarked = true;
      deleted = (await onRedis(server.directUrl, deleteAllButStreams)) - 1;
    },
    confirm: async (server) => {
      const isGone = !(await hasMark(server));
      const seen = isMarked ? `is ${isGone ? 'gone' : 'still there'}` : 'was never written';
      return {
        isConfirmed: isMarked && isGone,
        seen: `a key of the harness's own ${seen}; ${deleted} of others were deleted with it`,
      };
    },
    heal: async (server) => {
      if (isMarked) await takeMark(server);
      isMarked = false;
    },
  };
}

async function deleteAllButStreams(connection: RedisConnection): Promise<number> {
  let deleted = 0;
  let cursor = '0';
  do {
    const [next, keys] = (await connection.send('SCAN', cursor, 'COUNT', '1000')) as [string, string[]];
    const types = await Promise.all(keys.map((key) => connection.send('TYPE', key)));
    const meant = keys.filter((_, index) => types[index] !== 'stream');
    if (meant.length > 0) deleted += Number(await connection.send('DEL', ...meant));
    cursor = next;
  } while (cursor !== '0');
  return deleted;
}
