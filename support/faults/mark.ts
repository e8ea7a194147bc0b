import type { DisposableServer } from '../environments/environment';
import { onRedis } from './questions/on-redis';

const key = 'harness:mark';

/** Puts a key of the harness's own among the others, to see afterwards what became of keys like it. */
export async function leaveMark({ directUrl }: DisposableServer): Promise<void> {
  await onRedis(directUrl, (connection) => connection.send('SET', key, ''));
}

/** Whether the key is there. */
export async function hasMark({ directUrl }: DisposableServer): Promise<boolean> {
  return (await onRedis(directUrl, (connection) => connection.send('EXISTS', key))) === 1;
}

/** Takes the key away, wherever things ended. */
export async function takeMark({ directUrl }: DisposableServer): Promise<void> {
  await onRedis(directUrl, (connection) => connection.send('DEL', key));
}
