import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import type { Journal } from '../evidence/journal';
import { Inconclusive } from '../evidence/verdict';
import type { LiveAttempt } from '../users/live/live-record';
import type { LiveUser } from '../users/live/live-users';
import type { Users } from '../users/users';
import { fullestWindow } from './backoff/fullest-window';

/**
 * The share of all that may set out within a window. Of 1,000 who draw their moments from one second a window of 50 ms
 * holds 8 % at most (once in 10,000 times); were they to draw from a quarter of a second, it would hold more than a fifth.
 */
export const stampede = { windowMs: 50, share: 0.15, fewest: 300 };

/** THEN: how a crowd comes back that was cut off all at once. */
export class LiveCrowdProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
  }

  /** All are connected again within this time of the service's return. */
  async allAreBackWithin(limitMs: number): Promise<void> {
    const all = this.#everybody();
    const backAtMs = this.#environment.lastChangeAtMs;
    await eventually(
      () => all.filter(({ client }) => !(client.isConnected && client.record.attempts.length > 1)).length,
      (seen) => seen === 0,
      limitMs,
      (seen) => `${seen} of ${all.length} clients were not connected again`,
    );
    const afterMs = all.map(({ client }) => (client.record.last?.helloAtMs ?? 0) - backAtMs);
    expect(Math.max(...afterMs), 'milliseconds until the last was back').to.be.at.most(limitMs);
  }

  /** They did not all set out at the same moment: not for the first time after they had been cut off, and not later. */
  cameSpreadOut(): void {
    const all = this.#everybody();
    const { windowMs, share, fewest } = stampede;
    if (all.length < fewest)
      throw new Inconclusive(`at least ${fewest} clients must have been cut off; there were ${all.length}`);
    const again = all.flatMap(({ client }) => client.record.attempts.slice(1));
    const first = all.flatMap(({ client }) => client.record.attempts[1] ?? []);
    const shares = [first, again].map((attempts) => fullest(attempts, windowMs) / all.length);
    const [ofFirst = 0, ofAll = 0] = shares.map((each) => Math.round(each * 1_000) / 10);
    const event = `came back ${windowMs} ms: at most ${ofFirst} % of first attempts, ${ofAll} % of all`;
    this.#journal.record({
      lane: 'user',
      subject: `${all.length} clients`,
      event,
      details: { ofFirst, ofAll },
    });
    expect(Math.max(...shares), `share that set out within ${windowMs} ms`).to.be.at.most(share);
  }

  /** Nobody was cut off without a word: each was asked to come back later, and did not come sooner. */
  everybodyWasAskedFirst(): void {
    for (const { client } of this.#everybody()) {
      const [asked] = client.record.of('going-away');
      expect(asked, 'a word before the end').to.not.equal(undefined);
      expect(client.record.attempts[0]?.ending, 'why the connection ended').to.equal('service_stopping');
    }
  }

  #everybody(): readonly LiveUser[] {
    const { all } = this.#users.live;
    if (all.length === 0) throw new Error('Nobody is connected live; a Given must connect them first');
    return all;
  }
}

function fullest(attempts: readonly LiveAttempt[], windowMs: number): number {
  return fullestWindow(Float64Array.from(attempts.map(({ atMs }) => atMs)).sort(), windowMs);
}
