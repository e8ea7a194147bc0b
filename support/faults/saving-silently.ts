import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { DisposableServer } from '../environments/environment';
import type { Fault } from './fault';
import type { ActiveToxic } from './fault-proxy';
import { onPostgres } from './questions/on-postgres';
import { muteAfter } from './toxics/mute-after';

/** As it travels in PostgreSQL's protocol, as a simple query or inside a Parse: text that ends with a zero byte. */
const commitOnTheWire = /\bcommit\s*;?\s*\0/i;
const silenceMs = 250;

/** PostgreSQL commits, and the answer to the COMMIT is lost on its way back, with all that would follow it. */
export function savingSilently(): Fault {
  let active: ActiveToxic | undefined;
  return {
    name: 'saving-silently',
    fits: ['postgresql'],
    apply: async ({ proxy }) => {
      active = proxy.add(muteAfter(commitOnTheWire));
    },
    confirm: async (server) => {
      const { isAnswered, status } = await committed(server);
      const answer = isAnswered ? 'answered' : `no answer within ${silenceMs} ms`;
      return {
        isConfirmed: !isAnswered && status === 'committed',
        seen: `a transaction of the harness's own through the proxy: ${answer} to its COMMIT; past the proxy it was ${status}`,
      };
    },
    heal: async () => active?.remove(),
  };
}

/** Commits a transaction through the proxy. @returns whether that was answered, and what became of it, seen past the proxy. */
async function committed({
  url,
  directUrl,
}: DisposableServer): Promise<{ isAnswered: boolean; status: string }> {
  const socket = new Socket();
  const client = new Client({ connectionString: url, stream: () => socket, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('begin');
    const { rows } = await client.query('select pg_current_xact_id()::text as id');
    const answered = client.query('commit').then(
      () => true,
      () => false,
    );
    const isAnswered = await Promise.race([answered, delay(silenceMs, false)]);
    const status = await onPostgres(directUrl, async (direct) => {
      const seen = await direct.query('select pg_xact_status($1::xid8) as status', [rows[0].id]);
      return seen.rows[0].status;
    });
    return { isAnswered, status };
  } finally {
    socket.destroy();
  }
}
