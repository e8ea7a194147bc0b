import type { Socket } from 'node:net';
import type { Answer } from './answer';
import { RedisConnection } from './redis-connection';

/** @param onSocket is told the socket, which the caller destroys. */
export async function askRedis(url: string, onSocket: (socket: Socket) => void): Promise<Answer> {
  const connection = new RedisConnection(url, onSocket);
  await connection.login();
  const askedAtMs = performance.now();
  await connection.send('PING');
  const roundTripMs = performance.now() - askedAtMs;
  const info = String(await connection.send('INFO', 'server'));
  return { kind: 'answered', roundTripMs, incarnation: /^run_id:(\w+)/m.exec(info)?.[1] ?? 'unknown' };
}
