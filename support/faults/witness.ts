import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { FaultProxy } from './fault-proxy';

/** A connection of the harness's own through a proxy, which tells afterwards what became of connections like it. */
export class Witness {
  readonly #socket: Socket;
  readonly #ending: Promise<string>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#ending = new Promise((resolve) => {
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      socket.on('end', () => resolve('closed'));
    });
    socket.resume();
  }

  /** Connects, and waits until the proxy has taken the connection in. */
  static async send(proxy: FaultProxy): Promise<Witness> {
    const before = proxy.connections.length;
    const socket = connect(proxy.address);
    const witness = new Witness(socket);
    await once(socket, 'connect');
    while (proxy.connections.length === before) await new Promise((resolve) => setImmediate(resolve));
    return witness;
  }

  /** How the connection ended, `open` when it has not within the time; hangs up. */
  async ending(withinMs: number): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const still = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve('open'), withinMs);
    });
    const ending = await Promise.race([this.#ending, still]);
    clearTimeout(timer);
    this.#socket.destroy();
    return ending;
  }
}
