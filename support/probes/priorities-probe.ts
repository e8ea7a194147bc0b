import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { trafficPicture } from '../evidence/traffic-picture';
import { Inconclusive } from '../evidence/verdict';
import { wilsonLowerBound } from '../ledger/wilson-lower-bound';
import type { Deed, Operation } from '../users/personas';
import type { Trial } from '../users/trials';
import type { Users } from '../users/users';
import { readMetrics, sumOf } from './metrics-page';
import { distributionOf } from './percentiles';

/** A share of the rush, by what was wanted. */
interface Served {
  readonly asked: number;
  readonly served: number;
}

/** THEN: who was served when not all could be. */
export class PrioritiesProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
  }

  /** Just these were served, and their answers came in this order. @param rows who, what, and where it matters how. */
  servedInOrder(rows: readonly (readonly string[])[]): void {
    const served = this.#trials().filter(({ code }) => code === undefined);
    const seen = served.map(({ user, operation, how }, index) =>
      [user, operation, ...(rows[index]?.[2] === undefined ? [] : [how])].join(': '),
    );
    const meant = rows.map((row) => row.join(': '));
    expect(seen.join(', '), 'who was served, in order').to.equal(meant.join(', '));
  }

  /** These were turned away because more urgent things came first, and nobody else was. @param rows who, and what. */
  turnedAway(rows: readonly (readonly string[])[]): void {
    const refused = this.#trials().filter(({ code }) => code !== undefined);
    expect(
      refused.map(({ user, operation, code, errorClass }) => `${user}: ${operation}: ${code}, ${errorClass}`),
      'who was turned away',
    ).to.deep.equal(rows.map(([user, operation]) => `${user}: ${operation}: too_busy, transient`));
    for (const { user, retryAfterSeconds, sentence } of refused)
      expect(retryAfterSeconds, `when ${user} may ask again, who was told: ${sentence}`).to.be.within(1, 60);
  }

  /** So soon after asking, half of those who were turned away knew. */
  toldWithin(limitMs: number): void {
    const { rush } = this.#users.rush.run;
    const refused = rush.filter(({ code }) => code !== undefined);
    if (refused.length < 20)
      throw new Inconclusive(`at least 20 must be turned away; ${refused.length} were`);
    const told = distributionOf(refused.map(({ askedAtMs, endedAtMs }) => endedAtMs - askedAtMs));
    this.#measured(
      `${refused.length} were turned away: half knew after ${told.p50} ms, 95 of 100 after ${told.p95} ms`,
      { told },
    );
    expect(told.p50, 'milliseconds after which half of them knew').to.be.below(limitMs);
  }

  /** With 95 % confidence more than this share of the orders was served. */
  ordersServed(percent: number): void {
    const { asked, served } = this.#served('order');
    const bound = wilsonLowerBound(served, asked);
    const words = `${served} of ${asked} orders were served: more than ${(100 * bound).toFixed(1)} %`;
    this.#measured(words, { asked, served, bound });
    this.#draw();
    if (wilsonLowerBound(asked, asked) < percent / 100)
      throw new Inconclusive(`${asked} orders cannot show more than ${percent} %, even if all were served`);
    expect(bound, words).to.be.above(percent / 100);
  }

  /** Of the first a larger share was served than of the second. */
  servedRatherThan(first: Operation, second: Operation): void {
    const [one, other] = [this.#served(first), this.#served(second)];
    const share = ({ asked, served }: Served): number => served / asked;
    const words = `served: ${first} ${one.served} of ${one.asked}, ${second} ${other.served} of ${other.asked}`;
    this.#measured(words, { one, other });
    if (one.asked < 10 || other.asked < 10)
      throw new Inconclusive(`at least 10 of each must have been asked; ${words}`);
    if (other.served === other.asked) throw new Inconclusive(`nobody had to be turned away; ${words}`);
    expect(share(one), words).to.be.above(share(other));
  }

  /** What came after the rush was all served. */
  calmIsServed(): void {
    const { calm } = this.#users.rush.run;
    expect(
      calm.filter(({ code }) => code !== undefined).map(({ operation, code }) => `${operation}: ${code}`),
      'what was turned away after the rush',
    ).to.be.empty;
  }

  /** The metrics count as many as were turned away, and nobody waits any more. */
  async metricsAgree(): Promise<void> {
    const samples = await readMetrics((await this.#environment.service()).url);
    const turnedAway = ['full', 'displaced', 'too late'].reduce(
      (sum, outcome) => sum + sumOf(samples, 'admission_left_total', { outcome }),
      0,
    );
    const told = this.#trials().filter(({ code }) => code === 'too_busy').length;
    expect(turnedAway, 'turned away, by the metrics').to.equal(told);
    expect(sumOf(samples, 'admission_waiting'), 'who still waits').to.equal(0);
  }

  /** Who asked and who was served, over time. */
  #draw(): void {
    const { rush } = this.#users.rush.run;
    const of = (...deeds: Deed[]): readonly Trial[] =>
      rush.filter(({ operation }) => deeds.includes(operation));
    const asked = (trials: readonly Trial[]): number[] => trials.map(({ askedAtMs }) => askedAtMs);
    const served = (trials: readonly Trial[]): number[] =>
      trials.filter(({ code }) => code === undefined).map(({ askedAtMs }) => askedAtMs);
    this.#journal.attach(
      trafficPicture({
        title: 'Who was served in the rush, by when it was asked',
        series: [
          { name: 'conversations asked', timesMs: asked(of('read', 'write')) },
          { name: 'conversations served', timesMs: served(of('read', 'write')) },
          { name: 'orders asked', timesMs: asked(of('order')) },
          { name: 'orders served', timesMs: served(of('order')) },
          { name: 'summaries asked', timesMs: asked(of('summarise')) },
          { name: 'summaries served', timesMs: served(of('summarise')) },
        ],
        binMs: 500,
      }),
    );
  }

  #served(operation: Operation): Served {
    const all = this.#users.rush.run.rush.filter((trial) => trial.operation === operation);
    return { asked: all.length, served: all.filter(({ code }) => code === undefined).length };
  }

  #trials(): readonly Trial[] {
    const { all } = this.#users.trials;
    if (all.length === 0) throw new Error('Nobody has come; a When must come first');
    return all;
  }

  #measured(event: string, details: Record<string, unknown>): void {
    this.#journal.record({ lane: 'scenario', subject: 'measured', event, details });
  }
}
