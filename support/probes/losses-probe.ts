import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import { nowMs } from '../evidence/now';
import { Inconclusive } from '../evidence/verdict';
import type { Users } from '../users/users';
import { declaredLosses, lossesInTheLog } from './writes/declared-losses';
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
