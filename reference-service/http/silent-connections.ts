import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Whoever has connected and is about to ask may do so. */
const graceMs = 100;

/**
 * Connections over which nothing has been asked yet. Node does not count them as idle, so that one of them would keep a
 * server that closes waiting for as long as the head of a request may take.
 */
export class SilentConnections {
  readonly #silent = new Set<Socket>();
  #timer: NodeJS.Timeout | undefined;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#silent.add(socket);
      socket.once('close', () => this.#silent.delete(socket));
    });
    server.on('request', ({ socket }) => this.#silent.delete(socket));
    server.on('upgrade', (_request, socket) => this.#silent.delete(socket as Socket));
    server.on('close', () => clearInterval(this.#timer));
  }

  /** Hangs up on them, and on those that are accepted until the server has closed. */
  hangUp(): void {
    this.#timer = setInterval(() => {
      for (const socket of this.#silent) socket.destroy();
    }, graceMs);
    this.#timer.unref();
  }
}
