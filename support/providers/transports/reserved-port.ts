import { once } from 'node:events';
import type { Server } from 'node:net';

const from = 20_000;
const count = 12_000;

/**
 * Makes the server listen on a port of 127.0.0.1 below the range from which the system takes ports for outgoing
 * connections and for those who ask for any (32768 and up on Linux): a server that has closed its listener can then
 * have the same port again, since nobody is given it in the meantime.
 * @returns the port.
 */
export async function listenOnReservedPort(server: Server): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = from + Math.floor(Math.random() * count);
    if (await listens(server, port)) return port;
  }
  throw new Error(
    `a port of 127.0.0.1 between ${from} and ${from + count} must be free, got 100 taken ones; stop what takes them`,
  );
}

/** @returns whether the server listens there now; false when the port is taken. */
export async function listens(server: Server, port: number): Promise<boolean> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}
