import { expect } from 'chai';
import type { ScenarioEnvironment } from '../../environments/scenario-environment';
import { targets as dependencies } from '../../environments/side-by-side/outage-plan';
import type { Journal } from '../../evidence/journal';
import { sideBySidePicture } from '../../evidence/side-by-side-picture';
import { Compromised, Inconclusive } from '../../evidence/verdict';
import type { SideBySideRun, Told } from '../../users/side-by-side/side-by-side-traffic';
import type { Users } from '../../users/users';
import type { WritesProbe } from '../writes-probe';
import { availabilityOf, percent, servesAtMost, servesMoreThan } from './availability';
import { breakdownOf } from './breakdown';
import { measuredIn } from './measured-in';
import { disagreements, ownAccount } from './own-account';
import { targetFindings } from './targets';

/** A process that stood still for longer has not asked what it claims, or has not had the time that it was measured by. */
const mostStandstillMs = 1_000;
/**
 * After as much as this a service may have given up what was well: the harness carries its connections. That it passed all the
 * same counts; that it did not says nothing.
 */
const blamelessStandstillMs = 250;

/** THEN: what two services made of the same requests under the same faults. */
export class SideBySideProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #journal: Journal;
  readonly #writes: WritesProbe;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal, writes: WritesProbe) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
    this.#writes = writes;
  }

  /**
   * With resilience more than the one share was served, and nothing wrong among it; without it at most the other. Each is said
   * with 95 % confidence.
   * @throws Inconclusive where there is not so much certainty; Compromised where the machine stood still.
   */
  async served(least: number, most: number): Promise<void> {
    const { run } = this.#users.sideBySide;
    this.#tell(run);
    this.#demandSound(run);
    await this.#writes.nothingWrongWasShown();
    const [withIt, without] = [availabilityOf(run.told.with), availabilityOf(run.told.without)];
    const findings = {
      'with resilience': servesMoreThan(least, withIt),
      without: servesAtMost(most, without),
    };
    for (const [name, { verdict, because }] of Object.entries(findings))
      if (verdict === 'failed')
        throw this.#failed(run, `${name}: ${because}. ${this.#whyNot(run.told.with)}`);
    for (const [name, { verdict, because }] of Object.entries(findings))
      if (verdict === 'inconclusive')
        throw new Inconclusive(`${name}: ${because}. ${this.#whyNot(run.told.with)}`);
  }

  /**
   * Each target was met by the service with resilience, and what it says of itself is what was seen.
   * @throws Inconclusive naming what too few samples say nothing about.
   */
  async targetsHeld(table: Readonly<Record<string, string>>): Promise<void> {
    const { run } = this.#users.sideBySide;
    const findings = targetFindings(table, measuredIn(run, this.#environment.outageWatch.seen));
    const log = (await this.#environment.log()).filter((line) => timeOf(line) >= run.beganAtMs);
    const account = ownAccount({ told: run.told.with, ...run.metrics, log });
    this.#attach('Targets for machines', { targets: findings, ownAccount: account });
    for (const { target, demanded, seen, verdict } of findings) {
      const event = `${target} ${demanded}: ${verdict}: ${seen}`;
      this.#journal.record({ lane: 'scenario', subject: 'measured', event });
    }
    const inWords = (verdict: string): string[] =>
      findings
        .filter((each) => each.verdict === verdict)
        .map(({ target, demanded, seen }) => `${target}, ${demanded}: ${seen}`);
    const missed = inWords('failed');
    if (missed.length > 0) throw this.#failed(run, `targets that were missed: ${missed.join('; ')}`);
    expect(disagreements(account).join('; '), 'where the service counts otherwise').to.equal('');
    const doubts = inWords('inconclusive');
    if (doubts.length > 0) throw new Inconclusive(doubts.join('; '));
  }

  /** For how long the harness or one of the services stood still at most. */
  #standstillMs({ mostLateMs, stoodStillMs }: SideBySideRun): number {
    const { standstillMs } = this.#environment.sideBySide;
    return Math.round(Math.max(mostLateMs, stoodStillMs, standstillMs.with, standstillMs.without));
  }

  #demandSound(run: SideBySideRun): void {
    const longestMs = this.#standstillMs(run);
    if (longestMs > mostStandstillMs)
      throw new Compromised(
        `the harness or a service stood still for ${longestMs} ms, more than ${mostStandstillMs} ms: the machine is too busy to measure on`,
      );
  }

  /** The service's failure, unless the machine may have had a hand in it. */
  #failed(run: SideBySideRun, message: string): Error {
    const longestMs = this.#standstillMs(run);
    return longestMs > blamelessStandstillMs
      ? new Compromised(`${message}. The harness or a service stood still for ${longestMs} ms meanwhile`)
      : new Error(message);
  }

  /** The commonest reasons for which requests were not served. */
  #whyNot(told: readonly Told[]): string {
    const { byOutcome } = breakdownOf(told, []);
    const reasons = Object.entries(byOutcome)
      .filter(([outcome]) => !outcome.startsWith('served'))
      .sort(([, one], [, other]) => other - one)
      .slice(0, 4)
      .map(([outcome, count]) => `${count} ${outcome}`);
    return `With resilience not served: ${reasons.join(', ') || 'none'}`;
  }

  /** The picture, and all figures for machines. */
  #tell(run: SideBySideRun): void {
    const { outages, beganAtMs, endedAtMs, told } = run;
    const sides = [
      { name: 'with resilience', told: told.with },
      { name: 'without it', told: told.without },
    ];
    this.#journal.attach(
      sideBySidePicture({
        beganAtMs,
        endedAtMs,
        sides: sides.map((side) => ({
          name: side.name,
          served: percent(availabilityOf(side.told).share),
          requests: side.told.map((each) => ({ atMs: each.dueAtMs, became: drawnAs(each) })),
        })),
        strips: dependencies.map((target) => ({
          name: target,
          outages: outages.filter((each) => each.target === target),
        })),
      }),
    );
    const lastedMs = endedAtMs - beganAtMs;
    const outMs = (target: string): number =>
      outages
        .filter((each) => each.target === target)
        .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    this.#attach('Side by side for machines', {
      seed: this.#environment.seed,
      lastedMs: Math.round(lastedMs),
      shareOfTimeOut: Object.fromEntries(dependencies.map((target) => [target, outMs(target) / lastedMs])),
      outages: outages.map(({ target, fault, fromMs, toMs }) => ({
        target,
        fault,
        fromMs: Math.round(fromMs - beganAtMs),
        toMs: Math.round(toMs - beganAtMs),
      })),
      ...Object.fromEntries(
        sides.map((side) => [
          side.name,
          { availability: availabilityOf(side.told), ...breakdownOf(side.told, outages) },
        ]),
      ),
      longestStandstillMs: { harness: run.stoodStillMs, ...this.#environment.sideBySide.standstillMs },
    });
  }

  #attach(fileName: string, content: object): void {
    const body = JSON.stringify(content, null, 1);
    this.#journal.attach({ fileName, mediaType: 'application/json', body });
  }
}

function drawnAs({ became, manner }: Told): 'as usual' | 'by a substitute' | 'not served' {
  if (became !== 'served') return 'not served';
  return manner === 'as usual' ? 'as usual' : 'by a substitute';
}

function timeOf({ time }: Readonly<Record<string, unknown>>): number {
  return typeof time === 'number' ? time : Date.parse(String(time));
}
