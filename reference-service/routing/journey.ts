import { nowMs } from '../clock';
import { FAILOVER_OBJECTIVE_MS, type Policy } from '../policy';
import type { ProviderEvent, Question } from '../providers/provider';
import { ProviderFailure } from '../providers/provider-failure';
import type { Turn } from '../queue/turns';
import type { Random } from '../random';
import { backoffMs } from '../retry/backoff';
import type { RetryBudget } from '../retry/retry-budget';
import type { CallReason, GuardedProvider, Refusal } from './guarded-provider';
import { pause } from './pause';
import type { Caller } from './router';

/** What the failover objective leaves to the provider that is asked next, for its first token. */
const nextProviderRoomMs = 1_000;

/** One attempt that failed or one provider that was not asked, on the way to an answer. */
export interface Setback {
  provider: string;
  attempt: number;
  failure: ProviderFailure | Refusal;
  /** What is done about it. */
  next: 'retry' | 'fail over' | 'refuse';
  waitMs?: number;
  /** When this provider may be asked again, as far as is known: milliseconds from the setback; 0: at once. */
  againInMs?: number;
}

/** What an attempt made of a call: a delivery that has begun, or one that is complete. */
export interface Routed<T> {
  provider: GuardedProvider;
  model: string;
  taken: T;
}

/** What all journeys share. */
export interface JourneyContext {
  /** The one whom users' models are meant for. */
  firstChoice: GuardedProvider | undefined;
  policy: Policy;
  budget: RetryBudget;
  random: Random;
}

/** One question on its way from provider to provider. */
export class Journey<T> {
  readonly #context: JourneyContext;
  readonly #question: Question;
  readonly #caller: Caller;
  readonly #take: (events: AsyncGenerator<ProviderEvent>) => Promise<T>;
  readonly #onSetback: (setback: Setback) => void;
  readonly startedAtMs = nowMs();
  readonly #setbacks: Setback[] = [];
  /** What each provider that was asked has answered: the failures in order. */
  readonly #failures = new Map<GuardedProvider, ProviderFailure[]>();
  #attempts = 0;
  #passBegan = 0;

  /** @param take decides what counts: the first token for a streaming caller, the end for any other. */
  constructor(
    context: JourneyContext,
    question: Question,
    caller: Caller,
    take: (events: AsyncGenerator<ProviderEvent>) => Promise<T>,
    onSetback: (setback: Setback) => void,
  ) {
    this.#context = context;
    this.#question = question;
    this.#caller = caller;
    this.#take = take;
    this.#onSetback = onSetback;
  }

  get setbacks(): readonly Setback[] {
    return this.#setbacks;
  }

  /** Whether the last provider found that the question cannot succeed anywhere. */
  get isHopeless(): boolean {
    return this.#setbacks.at(-1)?.next === 'refuse';
  }

  /**
   * One pass over the providers. A turn is used first.
   * @returns undefined when none of them gave what is wanted.
   */
  async askInOrder(
    order: readonly GuardedProvider[],
    turn: Turn | undefined,
  ): Promise<Routed<T> | undefined> {
    this.#passBegan = this.#setbacks.length;
    const inOrder = turn ? [turn.guarded, ...order.filter((each) => each !== turn.guarded)] : order;
    for (const [place, guarded] of inOrder.entries()) {
      const entry = turn?.guarded === guarded ? turn.entry : undefined;
      const routed = await this.#ask(guarded, inOrder.length - 1 - place, entry);
      if (routed || this.isHopeless) return routed;
    }
    return undefined;
  }

  /**
   * Providers whose turn is worth waiting for, once a rate limit kept one of them from answering in this pass: those that
   * are limited, and those that only rest, which may be back first. Only those that may still be asked for this question.
   */
  worthWaitingFor(order: readonly GuardedProvider[]): Set<GuardedProvider> {
    const { maxAttempts, maxAttemptsPerProvider } = this.#context.policy.retry;
    if (this.#attempts >= maxAttempts) return new Set();
    const last = new Map(this.#setbacks.slice(this.#passBegan).map((each) => [each.provider, each.failure]));
    const of = (isMeant: (failure: Setback['failure']) => boolean): GuardedProvider[] =>
      order.filter((guarded) => {
        const failure = last.get(guarded.name);
        const mayBeAsked = (this.#failures.get(guarded)?.length ?? 0) < maxAttemptsPerProvider;
        return failure !== undefined && mayBeAsked && isMeant(failure);
      });
    const limited = of(isRateLimit);
    return new Set(limited.length === 0 ? [] : [...limited, ...of(isRest)]);
  }

  /** Asks one provider, and again where that may help. @param turn a call that may be made already. */
  async #ask(
    guarded: GuardedProvider,
    othersLeft: number,
    turn: Turn['entry'] | undefined,
  ): Promise<Routed<T> | undefined> {
    const { firstChoice, policy } = this.#context;
    const { maxAttempts, maxAttemptsPerProvider } = policy.retry;
    const failures = this.#failures.get(guarded) ?? [];
    this.#failures.set(guarded, failures);
    const model = guarded === firstChoice ? this.#question.model : guarded.provider.model;
    let ready = turn;
    while (this.#attempts < maxAttempts && failures.length < maxAttemptsPerProvider) {
      const entry = ready ?? guarded.enter();
      ready = undefined;
      if (!('permit' in entry)) {
        this.#note({ provider: guarded.name, attempt: this.#attempts, failure: entry, next: 'fail over' });
        return undefined;
      }
      this.#attempts += 1;
      try {
        const call = guarded.call(entry, this.#question, model, this.#caller, reasonAfter(failures.at(-1)));
        return { provider: guarded, model, taken: await this.#take(call) };
      } catch (error) {
        if (!(error instanceof ProviderFailure)) throw error;
        failures.push(error);
        const waitMs = this.#judge(guarded, error, failures.length, othersLeft);
        if (waitMs === undefined) return undefined;
        await pause(waitMs, this.#caller.signal);
      }
    }
    return undefined;
  }

  /** Writes the failure down. @returns how long to wait before the same provider is asked again; undefined: it is not. */
  #judge(
    guarded: GuardedProvider,
    error: ProviderFailure,
    failures: number,
    othersLeft: number,
  ): number | undefined {
    const { policy, budget, random } = this.#context;
    const againInMs = guarded.restsForMs(error);
    const setback = { provider: guarded.name, attempt: this.#attempts, failure: error, againInMs };
    if (error.route === 'refuse') {
      this.#note({ ...setback, next: 'refuse' });
      return undefined;
    }
    const waitMs = backoffMs(policy.retry, failures, error.retryAfterMs, random);
    const mayRetry =
      failures < policy.retry.maxAttemptsPerProvider &&
      this.#attempts + othersLeft < policy.retry.maxAttempts &&
      this.#mayWaitFor(error, waitMs, othersLeft) &&
      budget.withdraw();
    this.#note(mayRetry ? { ...setback, next: 'retry', waitMs } : { ...setback, next: 'fail over' });
    return mayRetry ? waitMs : undefined;
  }

  /** Whether trying the same provider again can still help this caller. */
  #mayWaitFor(error: ProviderFailure, waitMs: number, othersLeft: number): boolean {
    const { retry, timeouts } = this.#context.policy;
    if (error.route !== 'retry') return false;
    // Beyond this ceiling nobody waits for a provider that asks to be left alone.
    if ((error.retryAfterMs ?? 0) > retry.capMs) return false;
    if (nowMs() + waitMs >= this.#caller.deadlineMs) return false;
    // Should the repetition hang, the next provider must still be asked in time.
    const nextIsAskedAfterMs = nowMs() - this.startedAtMs + waitMs + timeouts.firstTokenMs;
    return othersLeft === 0 || nextIsAskedAfterMs < FAILOVER_OBJECTIVE_MS - nextProviderRoomMs;
  }

  #note(setback: Setback): void {
    this.#setbacks.push(setback);
    this.#onSetback(setback);
  }
}

function isRateLimit(failure: Setback['failure']): boolean {
  return failure instanceof ProviderFailure
    ? failure.code === 'rate_limited'
    : failure.reason === 'rate limited';
}

function isRest(failure: Setback['failure']): boolean {
  return !(failure instanceof ProviderFailure) && failure.reason === 'resting';
}

function reasonAfter(failure: ProviderFailure | undefined): CallReason {
  return failure ? { purpose: 'retry', after: failure.code } : { purpose: 'question' };
}
