import type { ScenarioEnvironment } from '../../environments/scenario-environment';
import { seededRandom } from '../../random/seeded-random';
import { customers, type PersonaName } from '../personas';
import type { Readers } from '../readers';
import type { Writers } from '../writers';
import { steadyArrivals } from './arrival-schedule';
import { openLoop } from './open-loop';
import { skewedChoice } from './skewed-choice';

/** Whatever is watched meanwhile has a limit below it. */
const longestMs = 900_000;

/** Of a hundred. What is left looks at what belongs to another. */
const share = { read: 50, message: 26, order: 18 };

/**
 * What users do all day, steadily and mixed: they read their conversations, some far more often than others, add to them
 * and place orders; now and then one looks at another's. It goes on however slow the answers are, until it is ended.
 */
export class DailyUse {
  readonly #environment: ScenarioEnvironment;
  readonly #readers: Readers;
  readonly #writers: Writers;
  readonly #end = new AbortController();
  #use: Promise<unknown> = Promise.resolve();
  #ended = 0;

  constructor(environment: ScenarioEnvironment, readers: Readers, writers: Writers) {
    this.#environment = environment;
    this.#readers = readers;
    this.#writers = writers;
  }

  /** How many readings and writes have come to an end. */
  get ended(): number {
    return this.#ended;
  }

  /** @param perSecond how much is done a second. @throws when nobody has a conversation. */
  begin(perSecond: number): void {
    const next = this.#choices();
    const ask = async (): Promise<void> => {
      await next()();
      this.#ended += 1;
    };
    const offsetsMs = steadyArrivals({ perSecond, forMs: longestMs });
    this.#use = openLoop({ offsetsMs, ask, signal: this.#end.signal });
    this.#use.catch(() => {}); // Told by `end`.
  }

  /** Nothing more is begun; resolves when everything under way has ended. @throws what was no result. */
  async end(): Promise<void> {
    this.#end.abort();
    await this.#use;
  }

  #choices(): () => () => Promise<void> {
    const random = seededRandom(this.#environment.seed);
    const { shelf } = this.#environment.conversations;
    const choose = skewedChoice(shelf.length, random);
    return () => {
      // All are drawn each time, so that what is done does not shift what is done later.
      const [{ id, owner }, what, whose] = [
        shelf[choose()] as (typeof shelf)[number],
        100 * random(),
        random(),
      ];
      const others = customers.filter((name) => name !== owner);
      if (what < share.read) return () => this.#readers.readAs(owner, id);
      if (what < share.read + share.message) return () => this.#writers.addMessageTo(owner, id);
      if (what < share.read + share.message + share.order) return () => this.#writers.placeOrders(1, owner);
      return () => this.#readers.readAs(others[Math.floor(whose * others.length)] as PersonaName, id);
    };
  }
}
