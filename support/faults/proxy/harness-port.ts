import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Below the range from which kernels take ports for outgoing connections (Linux 32768, macOS 49152), so that a port
 * which is given up for a while, as when a server is down, is not taken by a passing client meanwhile.
 */
const range = { from: 15_000, to: 32_000 };
const attempts = 50;

/**
 * Listens on a port of the harness's own on 127.0.0.1.
 * @param server not yet listening.
 * @returns the port.
 */
export async function listenOnHarnessPort(server: Server): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = range.from + Math.floor(Math.random() * (range.to - range.from));
    try {
      await listen(server, port);
      return port;
    } catch (error) {
      if (!isTaken(error) || attempt === attempts) throw error;
    }
  }
}

/** A port that nobody listens on right now, for a server that opens it itself. */
export async function freeHarnessPort(): Promise<number> {
  const server = createServer();
  const port = await listenOnHarnessPort(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether nobody listens on this port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await listen(server, port);
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}

/** Listens on 127.0.0.1. @throws EADDRINUSE and the like. */
export async function listen(server: Server, port: number): Promise<void> {
  server.listen({ host: '127.0.0.1', port });
  await once(server, 'listening');
}

/** Whether the error says that somebody else has the port. */
export function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
}
