import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import { steadily } from '../evidence/steadily';
import { Inconclusive } from '../evidence/verdict';
import type { PersonaName } from '../users/personas';
import { usageReport } from '../users/usage-report';
import type { Users } from '../users/users';
import { readMetrics, sumOf } from './metrics-page';
import { distributionOf } from './percentiles';

/** How long it is watched whether a report changes any more, milliseconds. */
const quietMs = 500;

/** THEN: what stands in a user's usage report, and what the service says of records that do not. */
export class UsageProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;

  constructor(environment: ScenarioEnvironment, users: Users) {
    this.#environment = environment;
    this.#users = users;
  }

  /** The report comes to say this of the user's requests, and goes on saying it. @param listed `ask 5, order refused 1`. */
  async comesToSay(user: PersonaName, listed: string, limitMs: number): Promise<void> {
    const look = async (): Promise<string> => usageReport((await this.#environment.service()).url, user);
    const isSaid = (said: string): boolean => said === listed;
    const words = (said: string): string =>
      `the usage report of ${user} was to say "${listed}"; it said "${said}"`;
    await eventually(look, isSaid, limitMs, words);
    await steadily(look, isSaid, words, quietMs);
  }

  /** What was used stands in the report or was counted as dropped, or waits no more. */
  async addsUp(user: PersonaName, dropped: number): Promise<void> {
    const metrics = await readMetrics((await this.#environment.service()).url);
    expect(sumOf(metrics, 'usage_events_total', { outcome: 'dropped' }), 'records dropped').to.equal(dropped);
    expect(sumOf(metrics, 'usage_events_waiting'), 'records that wait').to.equal(0);
    const tried = this.#users.trials.all.filter((trial) => trial.user === user).length;
    const stored = sumOf(metrics, 'usage_events_total', { outcome: 'stored' });
    expect(stored + dropped, 'records stored and dropped').to.equal(tried);
  }

  /** Nothing was refused, and half of the answers took less than this. */
  tookLessThan(limitMs: number): void {
    const { all } = this.#users.trials;
    if (all.length < 20) throw new Inconclusive(`at least 20 trials are needed; there were ${all.length}`);
    expect(
      all.filter(({ code }) => code !== undefined),
      'what was refused',
    ).to.be.empty;
    const { p50 } = distributionOf(all.map(({ askedAtMs, endedAtMs }) => endedAtMs - askedAtMs));
    expect(p50, 'how long half of the answers took, in milliseconds').to.be.below(limitMs);
  }
}
