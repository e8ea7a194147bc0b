import { Breaker, type Permit } from '../breaker/breaker';
import type { BreakerTransition } from '../breaker/breaker-state';
import { Bulkhead, type Release } from '../bulkhead/bulkhead';
import { nowMs } from '../clock';
import type { Policy } from '../policy';
import type { Provider, ProviderEvent, Question } from '../providers/provider';
import { ProviderFailure } from '../providers/provider-failure';
import { type CallBounds, supervisedCall } from '../providers/supervised-call';
import type { Random } from '../random';
import { RateLimit } from '../rate-limit/rate-limit';

/** Why a provider is not asked. */
export interface Refusal {
  reason: 'resting' | 'rate limited' | 'busy' | 'out of service';
  retryAfterMs: number;
}

/** The right to one call. It must be used or given back. */
export interface Entry {
  permit: Permit;
  release: Release;
}

/**
 * Why a call is made: a question's first call to this provider, a further one, and after which failure, or a look
 * whether the provider is well.
 */
export type CallReason =
  | { purpose: 'question' | 'check' }
  | { purpose: 'retry'; after: ProviderFailure['code'] };

/** How a call ended, as told to whoever watches. */
export interface CallEnd {
  provider: string;
  reason: CallReason;
  outcome: 'answered' | ProviderFailure['code'];
  durationMs: number;
}

/** What a guarded provider tells, and asks. */
export interface GuardWatch {
  onTransition(transition: BreakerTransition): void;
  onCallEnd(end: CallEnd): void;
  /** A rate limit has begun, has been moved, or is over. @param untilMs when it ends, milliseconds since the epoch; 0: it is over. */
  onLimitChange(untilMs: number): void;
  /** Whether somebody is held back, whom nobody may overtake. */
  isAnybodyWaiting(): boolean;
}

/** A provider behind its breaker, its bulkhead and its rate limit. */
export class GuardedProvider {
  readonly provider: Provider;
  readonly breaker: Breaker;
  readonly #bulkhead: Bulkhead;
  readonly #policy: Policy;
  readonly #watch: GuardWatch;
  readonly limit: RateLimit;
  #isOutOfService = false;

  constructor(provider: Provider, policy: Policy, watch: GuardWatch, random: Random = Math.random) {
    this.provider = provider;
    this.#policy = policy;
    this.#bulkhead = new Bulkhead(policy.bulkhead.maxConcurrent);
    this.breaker = new Breaker(provider.name, policy.providerBreaker, watch.onTransition);
    this.limit = new RateLimit(policy, () => watch.onLimitChange(this.limit.untilMs), random);
    this.#watch = watch;
  }

  get name(): string {
    return this.provider.name;
  }

  /**
   * Asks for a call; refused at once, without a wait, where none may be made now.
   * @param by after a limit those who were held back come first, by turns; whoever comes directly does not overtake them.
   */
  enter(by: 'turn' | 'direct' = 'direct'): Entry | Refusal {
    const limitedForMs = this.limit.turnInMs();
    const wouldOvertake = by === 'direct' && !this.limit.isFree && this.#watch.isAnybodyWaiting();
    if (limitedForMs > 0 || wouldOvertake) return { reason: 'rate limited', retryAfterMs: limitedForMs };
    const admission = this.breaker.admit();
    if (!admission.admitted) {
      const reason = this.#isOutOfService ? 'out of service' : 'resting';
      return { reason, retryAfterMs: admission.retryAfterMs };
    }
    const release = this.#bulkhead.take();
    if (!release) {
      admission.permit.disregarded();
      return { reason: 'busy', retryAfterMs: 1_000 };
    }
    this.limit.take(this.#watch.isAnybodyWaiting());
    return { permit: admission.permit, release };
  }

  /** The earliest that a call can be made by whoever has this place among those held back, in milliseconds. */
  turnInMs(place: number): number {
    const { trialsFromMs = 0 } = this.breaker.reading();
    return Math.max(this.limit.turnInMs(place), trialsFromMs - nowMs(), 0);
  }

  /**
   * Makes the call that was let in. The breaker hears of it when the answer has ended, not when it has begun.
   * @throws ProviderFailure
   */
  async *call(
    entry: Entry,
    question: Question,
    model: string,
    bounds: CallBounds,
    reason: CallReason = { purpose: 'question' },
  ): AsyncGenerator<ProviderEvent> {
    const startedAtMs = nowMs();
    let outcome: CallEnd['outcome'] = 'cancelled';
    try {
      for await (const event of supervisedCall(
        this.provider,
        question,
        model,
        this.#policy.timeouts,
        bounds,
      )) {
        entry.permit.progressed();
        if (event.kind === 'used up') {
          this.limit.announced(event.forMs);
          continue;
        }
        if (event.kind === 'finished') {
          outcome = 'answered';
          this.#isOutOfService = false;
          this.limit.answered(startedAtMs);
          entry.permit.succeeded();
          entry.release();
        }
        yield event;
      }
    } catch (error) {
      const failure = this.#failureFrom(error, model);
      outcome = failure.code;
      this.#judge(entry.permit, failure, startedAtMs);
      throw failure;
    } finally {
      entry.permit.disregarded(); // Left early by the caller: says nothing. After a verdict this changes nothing.
      entry.release();
      await undefined; // The bulkhead takes the place back a moment later; whoever hears of the end may want it.
      this.#watch.onCallEnd({ provider: this.name, reason, outcome, durationMs: nowMs() - startedAtMs });
    }
  }

  /** How long it will not be asked after this failure, as things stand now, in milliseconds; 0: it may be asked at once. */
  restsForMs(failure: ProviderFailure): number {
    const now = nowMs();
    const { trialsFromMs = now } = this.breaker.reading();
    const wishMs = Math.min(failure.retryAfterMs ?? 0, this.#policy.rateLimit.maxMs);
    return Math.max(0, this.limit.turnInMs(), trialsFromMs - now, wishMs);
  }

  /** A model that a caller made up is the caller's mistake: it must not open the breaker for everybody. */
  #failureFrom(error: unknown, model: string): ProviderFailure {
    if (!(error instanceof ProviderFailure)) return new ProviderFailure('server_error', String(error));
    const isModelOfCaller = model !== this.provider.model && /model/i.test(error.message);
    if (error.code !== 'not_permitted' || !isModelOfCaller) return error;
    return new ProviderFailure('unknown_model', 'the provider has no model of the name that was asked for', {
      status: error.status,
      cause: error,
    });
  }

  #judge(permit: Permit, failure: ProviderFailure, calledAtMs: number): void {
    if (failure.code === 'rate_limited') this.limit.refused(failure.retryAfterMs, calledAtMs);
    this.#isOutOfService ||= failure.verdict === 'failed for good';
    if (failure.verdict === 'disregarded') permit.disregarded();
    else permit.failed(failure.code, failure.verdict === 'failed for good');
  }
}
