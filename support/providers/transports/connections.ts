import type { Server, Socket } from 'node:net';

/**
 * The TCP connections of a server, TLS or not. A TLS socket cannot be reset, only the connection under it, which is
 * found by the caller's port.
 */
export class Connections {
  readonly #byCallerPort = new Map<number, Socket>();
  readonly #busy = new Map<Socket, number>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      const port = socket.remotePort;
      if (port === undefined) return;
      this.#byCallerPort.set(port, socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        if (this.#byCallerPort.get(port) === socket) this.#byCallerPort.delete(port);
        this.#busy.delete(socket);
      });
    });
  }

  get count(): number {
    return this.#byCallerPort.size;
  }

  /** The connection under this socket. */
  under(socket: Socket): Socket {
    return this.#byCallerPort.get(socket.remotePort ?? -1) ?? socket;
  }

  /** Keeps the connection from being closed as idle until the returned function is called. */
  occupy(connection: Socket): () => void {
    this.#busy.set(connection, (this.#busy.get(connection) ?? 0) + 1);
    return () => {
      const left = (this.#busy.get(connection) ?? 1) - 1;
      if (left > 0) this.#busy.set(connection, left);
      else this.#busy.delete(connection);
    };
  }

  isIdle(connection: Socket): boolean {
    return !this.#busy.has(connection);
  }

  closeIdle(): void {
    for (const connection of this.#byCallerPort.values()) if (this.isIdle(connection)) connection.destroy();
  }

  closeAll(): void {
    for (const connection of this.#byCallerPort.values()) connection.destroy();
  }
}
