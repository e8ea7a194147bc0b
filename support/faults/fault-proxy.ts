import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from '../environments/environment';
import { isTaken, listen, listenOnHarnessPort } from './proxy/harness-port';
import { type ConnectionRecord, ProxiedConnection } from './proxy/proxied-connection';
import type { Direction, Toxic } from './toxic';

/** A toxic that is at work in a proxy. */
export interface ActiveToxic {
  readonly toxic: Toxic;
  readonly direction: Direction | 'both';
  /** Undoes it, on existing connections too. Harmless when done already. */
  remove(): void;
}

/** A port that was given up is nobody's; only a passing client can have it for a moment. */
const portReturnsWithinMs = 1000;

/**
 * A TCP proxy on 127.0.0.1 that disturbs the connections through it, in Toxiproxy's vocabulary
 * (https://github.com/Shopify/toxiproxy). Its port stays the same for as long as it lives.
 */
export class FaultProxy implements AsyncDisposable {
  readonly #connections = new Set<ProxiedConnection>();
  readonly #records: ConnectionRecord[] = [];
  readonly #toxics = new Set<ActiveToxic>();
  #listener: Server | undefined;
  #port = 0;
  #target: Address | undefined;
  #isDown = false;
  #isClosed = false;

  private constructor() {}

  /** Opens a proxy on a free port. Without a target it refuses connections, as an absent server does. */
  static async open(target?: Address): Promise<FaultProxy> {
    const proxy = new FaultProxy();
    const listener = proxy.#createListener();
    proxy.#port = await listenOnHarnessPort(listener);
    proxy.#listener = listener;
    await proxy.retarget(target);
    return proxy;
  }

  /** Where clients connect to. */
  get address(): Address {
    return { host: '127.0.0.1', port: this.#port };
  }

  /** Whether connections are refused by `down`. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /** Connections that are open now, on either side. */
  get openConnections(): number {
    return this.#connections.size;
  }

  /** Every connection ever accepted, in order, live. */
  get connections(): readonly ConnectionRecord[] {
    return this.#records;
  }

  /** Bytes delivered so far, of all connections. */
  get bytes(): Record<Direction, number> {
    const sum = (counter: 'upstreamBytes' | 'downstreamBytes') =>
      this.#records.reduce((total, record) => total + record[counter], 0);
    return { upstream: sum('upstreamBytes'), downstream: sum('downstreamBytes') };
  }

  /**
   * Sends new connections elsewhere; existing ones stay where they are.
   * @param target `undefined`: there is no server, connections are refused until there is one.
   */
  async retarget(target: Address | undefined): Promise<void> {
    this.#target = target;
    await this.#openOrClose();
  }

  /** Adds a toxic, to existing connections too. */
  add(toxic: Toxic, direction: Direction | 'both' = 'both'): ActiveToxic {
    const active: ActiveToxic = {
      toxic,
      direction,
      remove: () => {
        if (!this.#toxics.delete(active)) return;
        for (const connection of this.#connections) connection.detach(active);
      },
    };
    this.#toxics.add(active);
    for (const connection of this.#connections) attach(connection, active);
    return active;
  }

  /** Refuses connections and resets the existing ones. */
  async down(): Promise<void> {
    this.#isDown = true;
    await this.#openOrClose();
    this.cut();
  }

  /** Accepts connections again, on the same port. */
  async up(): Promise<void> {
    this.#isDown = false;
    await this.#openOrClose();
  }

  /** Resets (RST) the existing connections; new ones are accepted. @returns how many there were. */
  cut(): number {
    const connections = [...this.#connections];
    for (const connection of connections) connection.reset();
    return connections.length;
  }

  /** Removes every toxic and is up again. */
  async heal(): Promise<void> {
    for (const active of [...this.#toxics]) active.remove();
    await this.up();
  }

  /** What disturbs the connections now, in words; empty when nothing does. */
  disturbances(): string[] {
    const toxics = [...this.#toxics].map(({ toxic, direction }) => `${toxic.description} (${direction})`);
    return this.#isDown ? ['down', ...toxics] : toxics;
  }

  /** Closes the listener and every connection. It cannot be opened again. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#openOrClose();
    this.cut();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #openOrClose(): Promise<void> {
    const isOpen = !this.#isClosed && !this.#isDown && this.#target !== undefined;
    if (!isOpen) {
      // The port is given up within this call; the callback would wait for the connections.
      this.#listener?.close();
      this.#listener = undefined;
    } else if (this.#listener === undefined) {
      this.#listener = this.#createListener();
      await this.#reopen(this.#listener);
    }
  }

  async #reopen(listener: Server): Promise<void> {
    const givenUpAtMs = performance.now() + portReturnsWithinMs;
    for (;;) {
      try {
        return await listen(listener, this.#port);
      } catch (error) {
        if (!isTaken(error) || performance.now() > givenUpAtMs) throw this.#portLost(error);
        await delay(20);
      }
    }
  }

  #portLost(cause: unknown): Error {
    return new Error(
      `the proxy must come back on port ${this.#port}, but another program listens there now; find it with ` +
        `\`ss -ltnp 'sport = :${this.#port}'\`, end it, and run again`,
      { cause },
    );
  }

  #createListener(): Server {
    return createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  #accept(client: Socket): void {
    const target = this.#target;
    if (target === undefined || this.#isDown || this.#isClosed) {
      client.on('error', () => {});
      client.resetAndDestroy();
      return;
    }
    const connection = new ProxiedConnection(this.#records.length + 1, client, target, () =>
      this.#connections.delete(connection),
    );
    this.#connections.add(connection);
    this.#records.push(connection.record);
    for (const active of this.#toxics) attach(connection, active);
  }
}

function attach(connection: ProxiedConnection, active: ActiveToxic): void {
  if (active.direction !== 'downstream') connection.attach(active, active.toxic, 'upstream');
  if (active.direction !== 'upstream') connection.attach(active, active.toxic, 'downstream');
}
