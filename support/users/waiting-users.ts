import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { Compromised } from '../evidence/verdict';
import { readMetrics, sumOf } from '../probes/metrics-page';
import { type Plan, personas, personaWith } from './personas';
import { askForSummary } from './reading';
import type { Manner, Pending } from './users';

/** A closed connection is noticed in milliseconds; the rest is room for a busy machine, and less than any limit lasts. */
const hangUpNoticedMs = 500;

/** Those who wait for their turn at a provider that wants to be left alone. */
export class WaitingUsers {
  readonly #environment: ScenarioEnvironment;
  readonly #begin: (manner: Manner) => Promise<Pending>;
  readonly #held: (Pending & { plan: Plan })[] = [];
  readonly #summaries: ReturnType<typeof askForSummary>[] = [];
  #turn = 0;

  constructor(environment: ScenarioEnvironment, begin: (manner: Manner) => Promise<Pending>) {
    this.#environment = environment;
    this.#begin = begin;
  }

  /** Asks, and returns when all of them wait. @throws Compromised when they do not. */
  async questions(count: number, plan: Plan): Promise<void> {
    await this.#untilWaiting(count, () => this.#askAll(Array.from({ length: count }, () => plan)));
  }

  /** Trial and paying users ask in turn, each once the one before waits. */
  async inTurn(count: number): Promise<void> {
    for (let each = 0; each < count; each += 1) await this.questions(1, each % 2 === 0 ? 'trial' : 'paying');
  }

  /** Summaries of the conversation of its owner. */
  async summaries(count: number): Promise<void> {
    const { url } = await this.#environment.service();
    const id = this.#environment.conversations.idOf('Ada');
    await this.#untilWaiting(count, async () => {
      for (let each = 0; each < count; each += 1) this.#summaries.push(askForSummary(url, personas.Ada, id));
    });
  }

  /** The first who waits hangs up, and the service has noticed. */
  async firstGivesUp(): Promise<void> {
    const [first] = this.#held;
    if (!first) throw new Error('Nobody waits; a Given must let somebody wait first');
    const before = await this.#waiting();
    first.giveUp.abort();
    await first.answer;
    await this.#environment.promptly(
      async () => (await this.#waiting()) < before,
      () => 'a user who gave up was still waiting',
      hangUpNoticedMs,
    );
  }

  /** Who waits, in the order of asking. */
  held(): readonly (Pending & { plan: Plan })[] {
    return this.#held;
  }

  /** What came of the summaries, once all have ended. */
  summarised(): Promise<Awaited<ReturnType<typeof askForSummary>>[]> {
    return Promise.all(this.#summaries);
  }

  async #askAll(plans: readonly Plan[]): Promise<void> {
    for (const plan of plans) {
      this.#turn += 1;
      this.#held.push({ ...(await this.#begin({ user: personaWith(plan, this.#turn) })), plan });
    }
  }

  async #untilWaiting(count: number, ask: () => Promise<void>): Promise<void> {
    const before = await this.#waiting();
    await ask();
    let waiting = before;
    await this.#environment.until(
      async () => {
        waiting = await this.#waiting();
        return waiting >= before + count;
      },
      () => `${before + count} were to wait for their turn, ${waiting} did; was the limit over too soon?`,
      1_000,
    );
    if (waiting > before + count) throw new Compromised(`${before + count} were to wait, ${waiting} did`);
  }

  async #waiting(): Promise<number> {
    return sumOf(await readMetrics((await this.#environment.service()).url), 'queue_waiting');
  }
}
