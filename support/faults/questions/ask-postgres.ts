import { Socket } from 'node:net';
import { Client } from 'pg';
import type { Answer } from './answer';

/** @param onSocket is told the socket, which the caller destroys. */
export async function askPostgres(url: string, onSocket: (socket: Socket) => void): Promise<Answer> {
  const socket = new Socket();
  onSocket(socket);
  const client = new Client({
    connectionString: url,
    stream: () => socket,
    application_name: 'harness question',
  });
  // Whatever breaks the connection is told by the promises below.
  client.on('error', () => {});
  await client.connect();
  const askedAtMs = performance.now();
  const { rows } = await client.query('select pg_postmaster_start_time()::text as started');
  const roundTripMs = performance.now() - askedAtMs;
  return { kind: 'answered', roundTripMs, incarnation: rows[0].started };
}
