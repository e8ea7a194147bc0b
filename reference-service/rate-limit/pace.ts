import type { ResumePolicy } from '../policy';

/** How much of the rate at which it was refused a provider is trusted with the next time. */
const backedOffTo = 0.8;
/** Above that, the pace grows by this factor each second, so as to find out carefully whether more is allowed by now. */
const growthPerSecond = 1.1;

/**
 * How fast a provider is asked again after a limit: slowly at first, then doubling, and carefully once near the rate at
 * which it refused before. After TCP's slow start and congestion avoidance (V. Jacobson, SIGCOMM 1988; RFC 5681).
 */
export class Pace {
  readonly #policy: ResumePolicy;
  /** Up to here the pace doubles; calls a second. */
  #threshold = Number.POSITIVE_INFINITY;
  #sinceMs = 0;
  #nextTurnMs = 0;

  constructor(policy: ResumePolicy) {
    this.#policy = policy;
  }

  /** Begins slowly. */
  begin(now: number): void {
    this.#sinceMs = now;
    this.#nextTurnMs = now;
  }

  /** It was refused at the pace of this moment. */
  refused(now: number): void {
    this.#threshold = Math.max(this.#policy.firstPerSecond, backedOffTo * this.perSecond(now));
  }

  /** There was nothing to be careful about any more. */
  forget(): void {
    this.#threshold = Number.POSITIVE_INFINITY;
  }

  /** Calls a second. */
  perSecond(now: number): number {
    const { firstPerSecond, doublingMs, mostPerSecond } = this.#policy;
    const elapsedMs = Math.max(0, now - this.#sinceMs);
    const doubled = firstPerSecond * 2 ** (elapsedMs / doublingMs);
    if (doubled <= this.#threshold) return Math.min(mostPerSecond, doubled);
    const reachedAfterMs = doublingMs * Math.log2(this.#threshold / firstPerSecond);
    const careful = this.#threshold * growthPerSecond ** ((elapsedMs - reachedAfterMs) / 1_000);
    return Math.min(mostPerSecond, careful);
  }

  /** Whether it is as fast as it will ever be. */
  isAtTop(now: number): boolean {
    return this.perSecond(now) >= this.#policy.mostPerSecond;
  }

  /**
   * Until the next call may be made, in milliseconds; 0: now.
   * @param place 1 for the next call, 2 for the one after, and so on; never longer than it will really take.
   */
  nextInMs(now: number, place = 1): number {
    const shortestGapMs = 1_000 / this.#policy.mostPerSecond;
    // Of what was missed, one call may be made up for.
    const nextInMs = Math.max(-shortestGapMs, this.#nextTurnMs - now);
    return Math.max(0, nextInMs + (place - 1) * shortestGapMs);
  }

  /** A call is being made. What a late timer has missed is made up for by one call, never by several. */
  take(now: number): void {
    const gapMs = 1_000 / this.perSecond(now);
    this.#nextTurnMs = Math.max(this.#nextTurnMs, now - gapMs) + gapMs;
  }

  /** The shortest time in which so many calls can follow one another from the beginning, in milliseconds. */
  shortestMs(calls: number): number {
    const { firstPerSecond, doublingMs, mostPerSecond } = this.#policy;
    const perMs = Math.LN2 / doublingMs;
    const callsUntilTop = Math.max(0, mostPerSecond - firstPerSecond) / 1_000 / perMs;
    const doubling = Math.min(calls, callsUntilTop);
    const doublingForMs = Math.log1p((doubling * perMs * 1_000) / firstPerSecond) / perMs;
    return doublingForMs + Math.max(0, calls - callsUntilTop) * (1_000 / mostPerSecond);
  }
}
