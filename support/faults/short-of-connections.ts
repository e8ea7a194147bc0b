import { Socket } from 'node:net';
import { Client } from 'pg';
import type { DisposableServer } from '../environments/environment';
import type { Fault } from './fault';
import { failsForTheService } from './looks';
import { endSessions } from './questions/end-sessions';

const fillingLimitMs = 10_000;
/** https://www.postgresql.org/docs/18/errcodes-appendix.html: too_many_connections. */
const tooManyConnections = '53300';

/**
 * The harness occupies every connection that PostgreSQL grants to ordinary users, and ends those that others have:
 * there is no new one to be had. The few reserved for superusers stay free.
 */
export function shortOfConnections(): Fault {
  const sockets = new Set<Socket>();
  return {
    name: 'short-of-connections',
    fits: ['postgresql'],
    apply: async (server) => {
      const first = await occupy(server, sockets);
      const { rows } = await first.query(
        `select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true), '0')::int as ordinary`,
      );
      const givenUpAtMs = performance.now() + fillingLimitMs;
      // Whoever reconnects meanwhile takes some, and is ended in the next round.
      while (sockets.size < rows[0].ordinary) {
        if (performance.now() > givenUpAtMs)
          throw new Error(
            `${rows[0].ordinary} connections must be occupied within ${fillingLimitMs} ms; got ${sockets.size}`,
          );
        await endSessions(first);
        const missing = Array.from({ length: rows[0].ordinary - sockets.size });
        await Promise.allSettled(missing.map(() => occupy(server, sockets)));
      }
      await endSessions(first);
    },
    confirm: (server) => failsForTheService(server, tooManyConnections),
    // Not politely: a frozen server would never take it.
    heal: async () => {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
  };
}

/** One connection, kept in `sockets` for as long as it is wanted. */
async function occupy(server: DisposableServer, sockets: Set<Socket>): Promise<Client> {
  const socket = new Socket();
  sockets.add(socket);
  const client = new Client({
    connectionString: server.directUrl,
    connectionTimeoutMillis: 5000,
    stream: () => socket,
    application_name: 'harness occupant',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    socket.destroy();
    sockets.delete(socket);
    throw error;
  }
}
