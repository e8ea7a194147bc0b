import { nowMs } from '../clock';
import type { Policy } from '../policy';
import type { Random } from '../random';
import { backoffMs } from '../retry/backoff';
import { Pace } from './pace';

type State =
  | { kind: 'free' }
  | { kind: 'limited'; untilMs: number }
  | { kind: 'resuming'; sinceMs: number; hasAnswered: boolean };

/** How a provider's limit stands. */
export interface RateLimitReading {
  state: State['kind'];
  /** Limited: until when, milliseconds since the epoch. */
  untilMs?: number;
}

/**
 * A provider's rate limit as the service obeys it: while it lasts nothing is sent; then calls are made one by one, faster
 * and faster, until all is as before. The time that the provider names is a floor; jitter comes on top of it, so that not
 * everybody who was told the same comes back at the same moment.
 */
export class RateLimit {
  readonly #policy: Pick<Policy, 'rateLimit' | 'retry'>;
  readonly #onChange: () => void;
  readonly #random: Random;
  readonly #pace: Pace;
  #state: State = { kind: 'free' };
  /** Limits in a row, with no answer in between. */
  #streak = 0;
  #jitterMs = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param onChange told when a limit begins, is moved, and ends. */
  constructor(policy: Pick<Policy, 'rateLimit' | 'retry'>, onChange: () => void, random: Random) {
    this.#policy = policy;
    this.#onChange = onChange;
    this.#random = random;
    this.#pace = new Pace(policy.rateLimit.resume);
  }

  reading(): RateLimitReading {
    const { kind } = this.#state;
    return this.#state.kind === 'limited' ? { state: kind, untilMs: this.#state.untilMs } : { state: kind };
  }

  /** Whether calls may be made without a turn. */
  get isFree(): boolean {
    return this.#state.kind === 'free';
  }

  /** Whether it lasts for longer than this from now on, milliseconds. */
  lastsLongerThan(ms: number): boolean {
    return this.untilMs - nowMs() > ms;
  }

  /** Until when it is to be left alone, milliseconds since the epoch; in the past when it is not. */
  get untilMs(): number {
    return this.#state.kind === 'limited' ? this.#state.untilMs : 0;
  }

  /**
   * Until a call may be made, in milliseconds; 0: now.
   * @param place 1 for whoever is next, 2 for the one after, and so on; never longer than it will really take.
   */
  turnInMs(place = 1): number {
    const now = nowMs();
    switch (this.#state.kind) {
      case 'free':
        return 0;
      case 'limited':
        return Math.max(0, this.#state.untilMs - now) + this.#pace.shortestMs(place - 1);
      case 'resuming':
        return this.#pace.nextInMs(now, place);
    }
  }

  /** A call is being made. @param othersWait whether somebody is still held back for it. */
  take(othersWait: boolean): void {
    const now = nowMs();
    // The timer is a little late: without this, everybody who comes before it would get through at once.
    if (this.#state.kind === 'limited' && now >= this.#state.untilMs) this.#resume();
    if (this.#state.kind !== 'resuming') return;
    this.#pace.take(now);
    if (!othersWait && this.#pace.isAtTop(now)) this.#free();
  }

  /**
   * "Too many requests".
   * @param floorMs how long it asks to be left alone, as far as it says.
   * @param calledAtMs when the refused call was made: one from before the limit says nothing about the pace after it.
   */
  refused(floorMs: number | undefined, calledAtMs: number): void {
    const now = nowMs();
    if (this.#state.kind !== 'limited') {
      // Refused before anything was answered, the limit was not over; after that, the pace was too much.
      const wasTooFast =
        this.#state.kind === 'resuming' && this.#state.hasAnswered && calledAtMs >= this.#state.sinceMs;
      if (wasTooFast) this.#pace.refused(now);
      this.#streak += 1;
      this.#jitterMs = backoffMs(this.#policy.retry, this.#streak, 0, this.#random);
    }
    const { defaultMs, maxMs } = this.#policy.rateLimit;
    this.#limit(now, Math.min(maxMs, floorMs ?? defaultMs));
  }

  /** A good answer said that nothing more will be taken for so long. */
  announced(forMs: number): void {
    const now = nowMs();
    if (this.#state.kind !== 'limited') this.#jitterMs = backoffMs(this.#policy.retry, 1, 0, this.#random);
    this.#limit(now, Math.min(this.#policy.rateLimit.maxMs, forMs));
  }

  /** A good answer. @param calledAtMs when it was asked for: one from before a limit says nothing about its end. */
  answered(calledAtMs: number): void {
    if (this.#state.kind === 'free') this.#streak = 0;
    if (this.#state.kind !== 'resuming' || calledAtMs < this.#state.sinceMs) return;
    this.#streak = 0;
    this.#state.hasAnswered = true;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Of several answers the one counts that asks for the most. */
  #limit(now: number, floorMs: number): void {
    const untilMs = now + floorMs + this.#jitterMs;
    if (this.#state.kind === 'limited' && untilMs <= this.#state.untilMs) return;
    this.#state = { kind: 'limited', untilMs };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#resume(), Math.max(1, Math.ceil(untilMs - now)));
    this.#timer.unref();
    this.#onChange();
  }

  #resume(): void {
    clearTimeout(this.#timer);
    const now = nowMs();
    this.#pace.begin(now);
    this.#state = { kind: 'resuming', sinceMs: now, hasAnswered: false };
    this.#onChange();
  }

  #free(): void {
    this.#state = { kind: 'free' };
    this.#pace.forget();
    this.#onChange();
  }
}
