import type { BreakerPolicy } from '../policy';

/** The most recent calls, bounded in number and in age. */
export class CallWindow {
  readonly #limits: BreakerPolicy['failureRate'];
  #calls: { atMs: number; failed: boolean }[] = [];

  constructor(limits: BreakerPolicy['failureRate']) {
    this.#limits = limits;
  }

  /** Adds a call that has just ended. */
  add(failed: boolean, atMs: number): void {
    this.#calls.push({ atMs, failed });
    const oldest = atMs - this.#limits.windowMs;
    this.#calls = this.#calls.filter((call) => call.atMs > oldest).slice(-this.#limits.windowCalls);
  }

  /** Whether enough of enough recent calls failed. */
  reachesThreshold(): boolean {
    const { threshold, minimumCalls } = this.#limits;
    if (threshold <= 0 || this.#calls.length < Math.max(1, minimumCalls)) return false;
    return this.failures() / this.#calls.length >= threshold;
  }

  calls(): number {
    return this.#calls.length;
  }

  failures(): number {
    return this.#calls.filter((call) => call.failed).length;
  }
}
