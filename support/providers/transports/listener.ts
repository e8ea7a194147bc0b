import type { Server } from 'node:net';
import { listenOnReservedPort, listens } from './reserved-port';

const againMs = 10;
const atMostMs = 5_000;

/** A server's listening socket, which can be closed and opened again on its port. */
export class Listener {
  #port = 0;
  #settled: Promise<void> = Promise.resolve();
  #isWanted = true;

  constructor(private readonly server: Server) {}

  async start(): Promise<void> {
    this.#port = await listenOnReservedPort(this.server);
  }

  get port(): number {
    return this.#port;
  }

  get isListening(): boolean {
    return this.server.listening;
  }

  /** Resolves when it is as was last asked for. Rejects when the port could not be had again. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** The system refuses connections from the moment this returns. Connections that exist are left alone. */
  close(): void {
    this.#isWanted = false;
    if (this.server.listening) this.server.close();
  }

  /** Listens again, within microseconds unless somebody has taken the port; see `settled`. */
  open(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#settled = this.#settled.catch(() => {}).then(() => this.#listenAgain());
    // Whoever asks for `settled` learns of a failure; the others must not be ended by it.
    this.#settled.catch(() => {});
  }

  async #listenAgain(): Promise<void> {
    const deadline = performance.now() + atMostMs;
    while (this.#isWanted && !this.server.listening) {
      if (await listens(this.server, this.#port)) {
        if (!this.#isWanted) this.server.close();
        return;
      }
      if (performance.now() > deadline) {
        throw new Error(
          `port ${this.#port} of 127.0.0.1 must be free for the provider to come back, but is taken; stop what took it`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
}
