import type { Breaker } from '../breaker/breaker';
import { nowMs } from '../clock';
import type { HealthPolicy } from '../policy';

/** Something that is looked after. `check` goes through the breaker, so that a check of what rests is one of its trials. */
export interface Watched {
  breaker: Breaker;
  /** Until when a check would be an imposition, milliseconds since the epoch; for rate limits. */
  quietUntilMs?: () => number;
  /** Makes one call through the breaker. @returns whether it was made and succeeded. */
  check: (signal: AbortSignal) => Promise<'healthy' | 'failed' | 'not admitted'>;
}

/**
 * Notices outage and return without any user: checks now and then while all is well, sooner after a failed check, and
 * begins the trials as soon as an open breaker allows.
 */
export class HealthWatch {
  readonly #watched: Watched;
  readonly #policy: HealthPolicy;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #isChecking = false;

  constructor(watched: Watched, policy: HealthPolicy) {
    this.#watched = watched;
    this.#policy = policy;
  }

  start(): void {
    if (this.#policy.enabled) this.#schedule(this.#policy.intervalMs);
  }

  stop(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  /** To be told of every change of the breaker: an outage that users found is looked after from its first moment. */
  breakerChanged(): void {
    if (this.#policy.enabled && !this.#isChecking) this.#schedule(this.#untilNext('failed'));
  }

  #schedule(delayMs: number): void {
    if (this.#stop.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), Math.max(1, delayMs));
    this.#timer.unref();
  }

  async #check(): Promise<void> {
    this.#isChecking = true;
    const result = await this.#watched.check(this.#stop.signal);
    this.#isChecking = false;
    this.#schedule(this.#untilNext(result));
  }

  #untilNext(result: Awaited<ReturnType<Watched['check']>>): number {
    const now = nowMs();
    const quietForMs = (this.#watched.quietUntilMs?.() ?? 0) - now;
    if (quietForMs > 0) return quietForMs;
    const { state, trialsFromMs } = this.#watched.breaker.reading();
    if (state === 'open') return (trialsFromMs ?? now) - now;
    if (state === 'half-open') return result === 'healthy' ? 0 : this.#policy.recheckMs;
    return result === 'healthy' ? this.#policy.intervalMs : this.#policy.recheckMs;
  }
}
