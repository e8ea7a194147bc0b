import { nowMs } from '../evidence/now';
import { Compromised } from '../evidence/verdict';
import { FaultProxy } from '../faults/fault-proxy';
import { timeout } from '../faults/toxics/timeout';
import type { ServiceLife } from './service-life';

/** What a network can do to live connections. */
export const networkMishaps = ['cut', 'refused', 'black-holed'] as const;

export type NetworkMishap = (typeof networkMishaps)[number];

/** GIVEN the network between live clients and the service, which can be cut; connections go to the instances that run, in turn. */
export class LiveNetwork implements AsyncDisposable {
  readonly #life: ServiceLife;
  #proxy: Promise<FaultProxy> | undefined;
  #isBroken = false;
  #lastChangeAtMs = 0;
  #mend: () => Promise<void> | void = () => {};

  constructor(life: ServiceLife) {
    this.#life = life;
  }

  /** Where the next connection goes: through what can be broken. */
  async url(): Promise<string> {
    const { hostname, port } = new URL((await this.#life.forUsers()).url);
    this.#proxy ??= FaultProxy.open();
    const proxy = await this.#proxy;
    await proxy.retarget({ host: hostname, port: Number(port) });
    return `http://${proxy.address.host}:${proxy.address.port}`;
  }

  /** The same past all that can be broken, for many. */
  async directUrl(): Promise<string> {
    return (await this.#life.forUsers()).url;
  }

  /** When it was last broken or mended, milliseconds since the epoch. */
  get lastChangeAtMs(): number {
    return this.#lastChangeAtMs;
  }

  /** Breaks it until `mend`; what is cut is cut once. @throws Compromised when there is nothing to break. */
  async break(mishap: NetworkMishap): Promise<void> {
    const proxy = await this.#opened();
    this.#lastChangeAtMs = nowMs();
    if (mishap === 'cut') {
      proxy.cut();
      return;
    }
    this.#isBroken = true;
    if (mishap === 'refused') {
      this.#mend = () => proxy.up();
      await proxy.down();
    } else {
      const hole = proxy.add(timeout());
      this.#mend = () => hole.remove();
    }
  }

  /** Safe to repeat. */
  async mend(): Promise<void> {
    if (!this.#isBroken) return;
    this.#isBroken = false;
    await this.#mend();
    this.#lastChangeAtMs = nowMs();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#proxy)?.close();
  }

  async #opened(): Promise<FaultProxy> {
    const proxy = await this.#proxy;
    if (!proxy || proxy.openConnections === 0)
      throw new Compromised('live connections were to be broken; there are none');
    return proxy;
  }
}
