import { nowMs } from '../../evidence/now';
import { bodyOf, httpExchange } from '../http-exchange';

const everyMs = 20;

/**
 * Watches from outside for how long a service stands still: asks over and over whether it is alive, which takes no
 * work, and keeps the longest time that an answer took. What another process suffers is not seen in one's own.
 */
export class StandstillWatch {
  readonly #url: string;
  readonly #stop = new AbortController();
  readonly #watching: Promise<void>;
  #longestMs = 0;

  constructor(serviceUrl: string) {
    this.#url = `${serviceUrl}/health/live`;
    this.#watching = this.#watch();
  }

  /** Ends the watch. @returns the longest time that an answer took, milliseconds. */
  async end(): Promise<number> {
    this.#stop.abort();
    await this.#watching;
    return this.#longestMs;
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const askedAtMs = nowMs();
      try {
        await bodyOf(await httpExchange({ url: this.#url, method: 'GET', headers: { connection: 'close' } }));
      } catch {
        // That it cannot be reached is for others to judge.
      }
      this.#longestMs = Math.max(this.#longestMs, nowMs() - askedAtMs);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
}
