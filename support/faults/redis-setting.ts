import type { Fault } from './fault';
import { onRedis } from './questions/on-redis';

/** A setting of Redis that is changed while it runs, as somebody with its password could. */
export function redisSetting(name: string, setting: string, value: string): Fault {
  let before: string | undefined;
  return {
    name,
    fits: ['redis'],
    apply: ({ directUrl }) =>
      onRedis(directUrl, async (connection) => {
        const [, standing] = (await connection.send('CONFIG', 'GET', setting)) as string[];
        before ??= standing;
        await connection.send('CONFIG', 'SET', setting, value);
      }),
    confirm: ({ directUrl }) =>
      onRedis(directUrl, async (connection) => {
        const [, seen] = (await connection.send('CONFIG', 'GET', setting)) as string[];
        return { isConfirmed: seen === value, seen: `asked past the proxy: ${setting} is ${seen}` };
      }),
    heal: async ({ directUrl }) => {
      const standing = before;
      if (standing === undefined) return;
      await onRedis(directUrl, (connection) => connection.send('CONFIG', 'SET', setting, standing));
      before = undefined;
    },
  };
}
