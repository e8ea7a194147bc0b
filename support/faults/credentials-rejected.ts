import { randomBytes } from 'node:crypto';
import type { DisposableServer, ServerKind } from '../environments/environment';
import type { Fault } from './fault';
import { failsForTheService } from './looks';
import { endSessions } from './questions/end-sessions';
import { onPostgres } from './questions/on-postgres';
import { onRedis } from './questions/on-redis';

/** How each server sets a user's password, and how it then answers the old one. */
interface Lock {
  readonly rejectedWith: string;
  /** @param onConnected called before anything is changed. */
  change(server: DisposableServer, user: string, password: string, onConnected: () => void): Promise<void>;
  endSessions(server: DisposableServer, user: string): Promise<unknown>;
}

const locks: Partial<Record<ServerKind, Lock>> = {
  postgresql: {
    rejectedWith: '28P01',
    change: ({ directUrl }, user, password, onConnected) =>
      onPostgres(directUrl, async (client) => {
        onConnected();
        await client.query(
          `alter role ${client.escapeIdentifier(user)} password ${client.escapeLiteral(password)}`,
        );
      }),
    endSessions: ({ directUrl }) => onPostgres(directUrl, endSessions),
  },
  redis: {
    rejectedWith: 'WRONGPASS',
    change: ({ directUrl }, user, password, onConnected) =>
      onRedis(directUrl, async (connection) => {
        onConnected();
        await connection.send('ACL', 'SETUSER', user, 'resetpass', `>${password}`);
      }),
    endSessions: ({ directUrl }, user) =>
      onRedis(directUrl, (connection) => connection.send('CLIENT', 'KILL', 'USER', user)),
  },
};

function lockOf({ kind }: DisposableServer): Lock {
  const lock = locks[kind];
  if (!lock) throw new Error(`A lock of ${kind} must be known to be changed; it is not`);
  return lock;
}

/** The server knows another password of the service's user, as after a rotation; existing sessions are ended. */
export function credentialsRejected(): Fault {
  let isBegun = false;
  return {
    name: 'credentials-rejected',
    fits: Object.keys(locks) as ServerKind[],
    apply: async (server) => {
      const { username } = new URL(server.url);
      const lock = lockOf(server);
      await lock.change(server, username, randomBytes(18).toString('hex'), () => {
        isBegun = true;
      });
      await lock.endSessions(server, username);
    },
    confirm: (server) => failsForTheService(server, lockOf(server).rejectedWith),
    heal: async (server) => {
      if (!isBegun) return;
      const { username, password } = new URL(server.url);
      await lockOf(server).change(server, username, decodeURIComponent(password), () => {});
      isBegun = false;
    },
  };
}
