import type { Policy } from '../policy';
import type { ProviderEvent, Question } from '../providers/provider';
import { ProviderFailure } from '../providers/provider-failure';
import type { CallBounds } from '../providers/supervised-call';
import type { PriorityClass } from '../queue/priority';
import type { Turn, Turns } from '../queue/turns';
import type { Random } from '../random';
import { RetryBudget } from '../retry/retry-budget';
import { BrokenStreams } from './broken-streams';
import type { GuardedProvider } from './guarded-provider';
import { Journey, type Routed, type Setback } from './journey';
import { refusalFor, toldOfTheEarliest } from './refusal-for';

/** Who asks, and how long they wait. */
export interface Caller extends CallBounds {
  user: string;
  priority: PriorityClass;
}

/**
 * Chooses the provider for each question: in order, past those that rest, and on to the next when one fails. Where only
 * rate limits are in the way, the question waits for its turn.
 */
export class Router {
  readonly #providers: readonly GuardedProvider[];
  readonly #policy: Policy;
  readonly #turns: Turns;
  readonly #random: Random;
  readonly #budget: RetryBudget;
  readonly brokenStreams: BrokenStreams;

  constructor(
    providers: readonly GuardedProvider[],
    policy: Policy,
    turns: Turns,
    random: Random = Math.random,
  ) {
    this.#providers = providers;
    this.#policy = policy;
    this.#turns = turns;
    this.#random = random;
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
    const order = this.#inOrderFor(question, caller.user);
    const context = {
      firstChoice: this.#providers[0],
      policy: this.#policy,
      budget: this.#budget,
      random: this.#random,
    };
    const journey = new Journey(context, question, caller, take, onSetback);
    let turn: Turn | undefined;
    for (;;) {
      const routed = await journey.askInOrder(order, turn);
      if (routed) return routed;
      const worthIt = journey.isHopeless ? new Set<GuardedProvider>() : journey.worthWaitingFor(order);
      if (worthIt.size === 0) throw refusalFor(journey.setbacks);
      try {
        turn = await this.#turns.hold({ ...caller, arrivedAtMs: journey.startedAtMs }, worthIt);
      } catch (error) {
        const names = [...worthIt].map(({ name }) => name);
        throw toldOfTheEarliest(
          error,
          journey.setbacks.filter(({ provider }) => !names.includes(provider)),
        );
      }
    }
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
  for await (const event of events) if (event.kind !== 'used up') yield event;
}
