import { nowMs } from '../clock';
import { FAILOVER_OBJECTIVE_MS, type Policy } from '../policy';
import type { ProviderEvent, Question } from '../providers/provider';
import { ProviderFailure } from '../providers/provider-failure';
import type { CallBounds } from '../providers/supervised-call';
import { backoffMs } from '../retry/backoff';
import { RetryBudget } from '../retry/retry-budget';
import { BrokenStreams } from './broken-streams';
import type { GuardedProvider, Refusal } from './guarded-provider';
import { pause } from './pause';
import { refusalFor } from './refusal-for';

/** What the failover objective leaves to the provider that is asked next, for its first token. */
const nextProviderRoomMs = 1_000;

/** Who asks, and how long they wait. */
export interface Caller extends CallBounds {
  user: string;
}

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

/** Chooses the provider for each question: in order, past those that rest, and on to the next when one fails. */
export class Router {
  readonly #providers: readonly GuardedProvider[];
  readonly #policy: Policy;
  readonly #budget: RetryBudget;
  readonly brokenStreams: BrokenStreams;

  constructor(providers: readonly GuardedProvider[], policy: Policy) {
    this.#providers = providers;
    this.#policy = policy;
    this.#budget = new RetryBudget(policy.retry);
    this.brokenStreams = new BrokenStreams(policy.brokenStreamMemoryMs);
  }

  /**
   * Asks until one attempt is taken.
   * @param take decides what counts: the first token for a streaming caller, the end for any other.
   * @throws UserError when no provider gave what `take` wants, or the request cannot succeed anywhere.
   */
  async route<T>(
    question: Question,
    caller: Caller,
    onSetback: (setback: Setback) => void,
    take: (events: AsyncGenerator<ProviderEvent>) => Promise<T>,
  ): Promise<Routed<T>> {
    if (!this.#policy.resilience) return this.#unguarded(question, caller, take);
    this.#budget.deposit();
    const setbacks: Setback[] = [];
    const note = (setback: Setback): void => {
      setbacks.push(setback);
      onSetback(setback);
    };
    const { maxAttempts, maxAttemptsPerProvider } = this.#policy.retry;
    const order = this.#inOrderFor(question, caller.user);
    const startedAtMs = nowMs();
    let attempt = 0;
    for (const [place, guarded] of order.entries()) {
      const model = guarded === this.#providers[0] ? question.model : guarded.provider.model;
      const othersLeft = order.length - 1 - place;
      for (let local = 1; attempt < maxAttempts; local += 1) {
        const entry = guarded.enter();
        if (!('permit' in entry)) {
          note({ provider: guarded.name, attempt, failure: entry, next: 'fail over' });
          break;
        }
        attempt += 1;
        try {
          return {
            provider: guarded,
            model,
            taken: await take(guarded.call(entry, question, model, caller)),
          };
        } catch (error) {
          if (!(error instanceof ProviderFailure)) throw error;
          const againInMs = guarded.restsForMs(error);
          const setback = { provider: guarded.name, attempt, failure: error, againInMs };
          if (error.route === 'refuse') {
            note({ ...setback, next: 'refuse' });
            throw refusalFor(setbacks);
          }
          const waitMs = backoffMs(this.#policy.retry, local, error.retryAfterMs);
          const mayRetry =
            local < maxAttemptsPerProvider &&
            attempt + othersLeft < maxAttempts &&
            this.#mayWaitFor(error, waitMs, nowMs() - startedAtMs, othersLeft, caller) &&
            this.#budget.withdraw();
          if (!mayRetry) {
            note({ ...setback, next: 'fail over' });
            break;
          }
          note({ ...setback, next: 'retry', waitMs });
          await pause(waitMs, caller.signal);
        }
      }
    }
    throw refusalFor(setbacks);
  }

  /** Whether trying the same provider again can still help this caller. */
  #mayWaitFor(
    error: ProviderFailure,
    waitMs: number,
    elapsedMs: number,
    othersLeft: number,
    caller: Caller,
  ): boolean {
    if (error.route !== 'retry') return false;
    // Beyond this ceiling nobody waits for a provider that asks to be left alone.
    if ((error.retryAfterMs ?? 0) > this.#policy.retry.capMs) return false;
    if (nowMs() + waitMs >= caller.deadlineMs) return false;
    // Should the repetition hang, the next provider must still be asked in time.
    const nextIsAskedAfterMs = elapsedMs + waitMs + this.#policy.timeouts.firstTokenMs;
    return othersLeft === 0 || nextIsAskedAfterMs < FAILOVER_OBJECTIVE_MS - nextProviderRoomMs;
  }

  #inOrderFor(question: Question, user: string): readonly GuardedProvider[] {
    const last = this.brokenStreams.toBeAskedLast(user, question);
    if (last === undefined) return this.#providers;
    return [...this.#providers].sort((one, other) => Number(one.name === last) - Number(other.name === last));
  }

  async #unguarded<T>(
    question: Question,
    caller: Caller,
    take: (events: AsyncGenerator<ProviderEvent>) => Promise<T>,
  ): Promise<Routed<T>> {
    const provider = this.#providers[0] as GuardedProvider;
    const call = unsupervised(provider.provider.ask(question, question.model, caller.signal));
    try {
      return { provider, model: question.model, taken: await take(call) };
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      throw refusalFor([{ provider: provider.name, attempt: 1, failure: error, next: 'refuse' }]);
    }
  }
}

/** Nobody keeps time: a provider that hangs, hangs its caller. */
async function* unsupervised(events: AsyncIterable<ProviderEvent>): AsyncGenerator<ProviderEvent> {
  yield* events;
}
