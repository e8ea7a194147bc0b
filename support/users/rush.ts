import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { Compromised } from '../evidence/verdict';
import { readMetrics, sumOf } from '../probes/metrics-page';
import type { Deed, Operation, PersonaName } from './personas';
import type { Trial, Trials } from './trials';
import type { Writers } from './writers';

/** A closed connection is noticed in milliseconds; the rest is room for a busy machine. */
const hangUpNoticedMs = 1_000;

/** Somebody who wants something. */
export interface Wish {
  readonly user: PersonaName;
  readonly operation: Deed;
}

/** Each kind as often as a table says. */
export function kindsIn(table: Readonly<Record<string, string>>): Operation[] {
  return Object.entries(table).flatMap(([operation, often]) =>
    Array<Operation>(Number(often)).fill(operation as Operation),
  );
}

/** Those who come while the database is held up, so that they have to wait for it. */
export class Rush {
  readonly #environment: ScenarioEnvironment;
  readonly #trials: Trials;
  readonly #writers: Writers;
  readonly #underWay: { hangUp: AbortController; ended: Promise<void> }[] = [];
  #rushEnded = 0;

  constructor(environment: ScenarioEnvironment, trials: Trials, writers: Writers) {
    this.#environment = environment;
    this.#trials = trials;
    this.#writers = writers;
  }

  /** An order is half done and keeps its connection. */
  async orderHoldsUp(): Promise<void> {
    await this.#writers.areHalfDone('orders', 1);
  }

  /** They come, each once the one before waits or has been answered. @throws Compromised when one does neither. */
  async come(wishes: readonly Wish[]): Promise<void> {
    for (const { user, operation } of wishes) {
      const before = { waiting: await this.#waiting(), ended: this.#trials.all.length };
      const hangUp = new AbortController();
      this.#underWay.push({ hangUp, ended: this.#trials.once(user, operation, hangUp.signal) });
      await this.#environment.until(
        async () => this.#trials.all.length > before.ended || (await this.#waiting()) > before.waiting,
        () => `${user} was to wait for the database in order to ${operation}, or to be answered`,
      );
    }
  }

  /** What held the database up is over; ends when all have been answered. @throws Compromised when nobody waited. */
  async goOn(): Promise<void> {
    if ((await this.#waiting()) === 0)
      throw new Compromised('somebody was to wait for the database; nobody did');
    this.#environment.midst.goesOn();
    await Promise.all(this.#underWay.map(({ ended }) => ended));
    await this.#writers.underWayEnded();
  }

  /** The first of those who wait hangs up, and the service has noticed. */
  async firstHangsUp(): Promise<void> {
    const before = await this.#waiting();
    this.#underWay[0]?.hangUp.abort();
    await this.#environment.promptly(
      async () => (await this.#waiting()) < before,
      () => 'a user who had hung up was still waiting for the database',
      hangUpNoticedMs,
    );
  }

  /** A rush, and when all of it has been answered, calm: one request of each kind after another. */
  async rushAndCalm(count: number, arrivals: string, kinds: readonly Operation[]): Promise<void> {
    await this.#trials.mixed(count, arrivals, kinds, { isWarm: true });
    this.#rushEnded = this.#trials.all.length;
    for (const operation of new Set(kinds)) await this.#trials.once('Ben', operation);
  }

  /** What became of the rush, and of what came after it. @throws when there was none. */
  get run(): { rush: readonly Trial[]; calm: readonly Trial[] } {
    const { all } = this.#trials;
    if (this.#rushEnded === 0) throw new Error('There was no rush; a When must begin it');
    return { rush: all.slice(0, this.#rushEnded), calm: all.slice(this.#rushEnded) };
  }

  async #waiting(): Promise<number> {
    return sumOf(await readMetrics((await this.#environment.service()).url), 'admission_waiting');
  }
}
