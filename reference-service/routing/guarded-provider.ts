import { Breaker, type Permit } from '../breaker/breaker';
import type { BreakerTransition } from '../breaker/breaker-state';
import { Bulkhead, type Release } from '../bulkhead/bulkhead';
import { nowMs } from '../clock';
import type { Policy } from '../policy';
import type { Provider, ProviderEvent, Question } from '../providers/provider';
import { ProviderFailure } from '../providers/provider-failure';
import { type CallBounds, supervisedCall } from '../providers/supervised-call';

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

/** How a call ended, as told to whoever watches. */
export interface CallEnd {
  provider: string;
  outcome: 'answered' | ProviderFailure['code'];
  durationMs: number;
}

/** A provider behind its breaker, its bulkhead and its rate limit. */
export class GuardedProvider {
  readonly provider: Provider;
  readonly breaker: Breaker;
  readonly #bulkhead: Bulkhead;
  readonly #policy: Policy;
  readonly #onCallEnd: (end: CallEnd) => void;
  #limitedUntilMs = 0;
  #isOutOfService = false;

  constructor(
    provider: Provider,
    policy: Policy,
    watch: { onTransition: (transition: BreakerTransition) => void; onCallEnd: (end: CallEnd) => void },
  ) {
    this.provider = provider;
    this.#policy = policy;
    this.#bulkhead = new Bulkhead(policy.bulkhead.maxConcurrent);
    this.breaker = new Breaker(provider.name, policy.providerBreaker, watch.onTransition);
    this.#onCallEnd = watch.onCallEnd;
  }

  get name(): string {
    return this.provider.name;
  }

  /** Until when it asked to be left alone; in the past when it did not. Milliseconds since the epoch. */
  get limitedUntilMs(): number {
    return this.#limitedUntilMs;
  }

  /** Asks for a call; refused at once, without a wait, where none may be made now. */
  enter(): Entry | Refusal {
    const limitedForMs = this.#limitedUntilMs - nowMs();
    if (limitedForMs > 0) return { reason: 'rate limited', retryAfterMs: limitedForMs };
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
    return { permit: admission.permit, release };
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
        if (event.kind === 'finished') {
          outcome = 'answered';
          this.#isOutOfService = false;
          entry.permit.succeeded();
          entry.release();
        }
        yield event;
      }
    } catch (error) {
      const failure = this.#failureFrom(error, model);
      outcome = failure.code;
      this.#judge(entry.permit, failure);
      throw failure;
    } finally {
      entry.permit.disregarded(); // Left early by the caller: says nothing. After a verdict this changes nothing.
      entry.release();
      this.#onCallEnd({ provider: this.name, outcome, durationMs: nowMs() - startedAtMs });
    }
  }

  /** How long it will not be asked after this failure, as things stand now, in milliseconds; 0: it may be asked at once. */
  restsForMs(failure: ProviderFailure): number {
    const now = nowMs();
    const { trialsFromMs = now } = this.breaker.reading();
    const wishMs = Math.min(failure.retryAfterMs ?? 0, this.#policy.rateLimit.maxMs);
    return Math.max(0, this.#limitedUntilMs - now, trialsFromMs - now, wishMs);
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

  #judge(permit: Permit, failure: ProviderFailure): void {
    if (failure.code === 'rate_limited') {
      const { defaultMs, maxMs } = this.#policy.rateLimit;
      const waitMs = Math.min(maxMs, failure.retryAfterMs ?? defaultMs);
      this.#limitedUntilMs = Math.max(this.#limitedUntilMs, nowMs() + waitMs);
    }
    this.#isOutOfService ||= failure.verdict === 'failed for good';
    if (failure.verdict === 'disregarded') permit.disregarded();
    else permit.failed(failure.code, failure.verdict === 'failed for good');
  }
}
