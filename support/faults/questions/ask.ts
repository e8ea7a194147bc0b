import type { Socket } from 'node:net';
import { type Answer, answerFromError } from './answer';
import { askClickhouse } from './ask-clickhouse';
import { askPostgres } from './ask-postgres';
import { askRedis } from './ask-redis';

/**
 * Asks a server a real question over a new connection, logged in as the URL says: a query, a PING.
 * @param url `postgres://...`, `redis://...` or, for ClickHouse, `http://...`; through the proxy or past it.
 * @param withinMs for everything: connecting, logging in, asking.
 * @returns whatever happened; throws only for a URL of another kind.
 */
export async function ask(url: string, withinMs: number): Promise<Answer> {
  const question = { 'postgres:': askPostgres, 'redis:': askRedis, 'http:': askClickhouse }[
    new URL(url).protocol
  ];
  if (question === undefined)
    throw new Error(`a server's URL must begin with postgres:, redis: or, for ClickHouse, http:; got ${url}`);
  const sockets: Socket[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Answer>((resolve) => {
    timer = setTimeout(
      () => resolve({ kind: 'silent', message: `no answer within ${withinMs} ms` }),
      withinMs,
    );
  });
  try {
    return await Promise.race([
      question(url, (socket) => sockets.push(socket)).catch(answerFromError),
      tooLate,
    ]);
  } finally {
    clearTimeout(timer);
    // Not a polite goodbye: a frozen server would never take it.
    for (const socket of sockets) socket.destroy();
  }
}
