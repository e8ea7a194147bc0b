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
 * The share of a crowd that may set out within a fifth of the time over which it is to be spread. Of 1,000 who draw their
 * moments evenly such a window holds 26 % at most in 10,000 simulated crowds (of 300: 32 %); of those who wait half of the
 * time in any case it held 40 % at least, of those who come at the same moment it holds all.
 */
export const stampede = { part: 5, share: 0.33, fewest: 300 };

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

  /** They set out spread over this time, the first time and, those who had to, the second time. */
  cameSpreadOver(spreadMs: number): void {
    const all = this.#everybody();
    const { part, share, fewest } = stampede;
    for (const turn of [1, 2]) {
      const attempts = all.flatMap(({ client }) => client.record.attempts[turn] ?? []);
      if (attempts.length < fewest && turn > 1) continue;
      if (attempts.length < fewest)
        throw new Inconclusive(`at least ${fewest} clients must have come back; ${attempts.length} did`);
      const held = fullest(attempts, spreadMs / part) / attempts.length;
      const event = `${attempts.length} set out for time ${turn}, at most ${Math.round(held * 100)} % of them within ${spreadMs / part} ms`;
      this.#journal.record({ lane: 'user', subject: 'all clients', event, details: { turn, held } });
      expect(held, `share that set out within ${spreadMs / part} ms`).to.be.at.most(share);
    }
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
  return fullestWindow(Float64Array.from(attempts.map(({ dueAtMs }) => dueAtMs)).sort(), windowMs);
}
