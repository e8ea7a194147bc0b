import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import { nowMs } from '../evidence/now';
import { Inconclusive } from '../evidence/verdict';
import type { Users } from '../users/users';
import { databaseRecords } from './database-records';
import { declaredLosses, lossesInTheLog } from './writes/declared-losses';
import { isIn } from './writes/is-in';
import type { WritesProbe } from './writes-probe';

/** THEN: what the service says of accepted writes that are gone. */
export class LossesProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #writes: WritesProbe;

  constructor(environment: ScenarioEnvironment, users: Users, writes: WritesProbe) {
    this.#environment = environment;
    this.#users = users;
    this.#writes = writes;
  }

  /** So many are declared lost to their users, and the ledger finds that it is exactly those that are gone. */
  async declaredAreWithin(limitMs: number, count: number): Promise<void> {
    if (this.#environment.servers.storageDestroyedAtMs === undefined)
      throw new Inconclusive('no storage was destroyed, so that nothing could be lost');
    await this.#writes.nothingWaitsWithin(limitMs);
    const { url } = await this.#environment.service();
    await eventually(
      () => declaredLosses(url, this.#users.writers.attempts),
      (declared) => declared.length === count,
      Math.max(1, this.#environment.lastChangeAtMs + limitMs - nowMs()),
      (declared) => `${declared.length} writes were lost to their users; ${count} were to be`,
    );
    await this.#writes.allAccountedFor();
  }

  /** The same where it depends on how far the service had got; some must be lost and some in place. @throws Inconclusive else. */
  async declaredAreThoseMissingWithin(limitMs: number): Promise<void> {
    await this.#writes.nothingWaitsWithin(limitMs);
    const { servers, lastChangeAtMs } = this.#environment;
    const { attempts } = this.#users.writers;
    const { url } = await this.#environment.service();
    const { directUrl } = await servers.server('postgresql');
    const accepted = attempts.filter(({ outcome }) => outcome === 'acknowledged');
    const lost = await eventually(
      async () => {
        const records = await databaseRecords(directUrl);
        const missing = accepted.filter((attempt) => !isIn(records, attempt)).map(({ key }) => key);
        return { missing, declared: await declaredLosses(url, attempts) };
      },
      ({ missing, declared }) => String(missing.sort()) === String([...declared].sort()),
      Math.max(1, lastChangeAtMs + limitMs - nowMs()),
      ({ missing, declared }) =>
        `${declared.length} writes were lost to their users; ${missing.length} were not in the database`,
    );
    if (lost.declared.length === 0 || lost.declared.length === accepted.length)
      throw new Inconclusive(
        `${lost.declared.length} of ${accepted.length} writes were lost; some were to be`,
      );
    await this.#writes.allAccountedFor();
  }

  /** The log alerts staff to exactly those that their users find lost, write by write. */
  async logNamesThem(): Promise<void> {
    const { url } = await this.#environment.service();
    const told = await declaredLosses(url, this.#users.writers.attempts);
    expect(told, 'writes that their users find lost').to.not.be.empty;
    const { keys, levels } = lossesInTheLog(await this.#environment.log());
    expect([...keys].sort(), 'writes that the log calls lost').to.deep.equal([...told].sort());
    expect(levels, 'how the log says it').to.deep.equal(new Set(['fatal, alert']));
  }

  /** Nobody is told of a loss, and neither is the log. */
  async nothingIsDeclared(): Promise<void> {
    const { url } = await this.#environment.service();
    expect(await declaredLosses(url, this.#users.writers.attempts)).to.deep.equal([]);
    expect([...lossesInTheLog(await this.#environment.log()).keys]).to.deep.equal([]);
  }
}
