import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { Inconclusive } from '../evidence/verdict';
import type { Users } from '../users/users';
import type { RecordedWrite } from '../users/writers';
import { databaseRecords } from './database-records';
import { isIn } from './writes/is-in';

/** THEN: how the service's process ended, and what those were told who were there at that moment. */
export class LifeProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;

  constructor(environment: ScenarioEnvironment, users: Users) {
    this.#environment = environment;
    this.#users = users;
  }

  /** It ended of its own accord and with success. The limit runs from when it was asked to. */
  async endedByItselfWithin(limitMs: number): Promise<void> {
    const { life } = this.#environment;
    const { code, signal, atMs } = await life.ending();
    expect({ code, signal }, 'how the service ended').to.deep.equal({ code: 0, signal: null });
    const tookMs = Math.round(atMs - life.askedToStopAtMs);
    expect(tookMs, 'milliseconds until it had ended').to.be.at.most(limitMs);
    this.#environment.measured(`the service had ended by itself, ${tookMs} ms after it was asked to,`);
  }

  /** Everything that was written so far was acknowledged as done, also what was under way. */
  async everyWriteIsDone(): Promise<void> {
    await this.#users.writers.underWayEnded();
    const told = this.#attempts().map(({ status, code }) => code ?? status);
    expect(new Set(told), 'what users were told').to.deep.equal(new Set([201]));
  }

  /** The last write was not done, and its user knows it: nobody let them in, or they were told so. */
  lastIsRefused(): void {
    const { outcome, status, code } = this.#last();
    expect(outcome, `the last write ended with ${status} ${code}`).to.equal('refused');
  }

  /** Its user knows that nobody knows. */
  lastIsUnknown(): void {
    const { outcome, status, code } = this.#last();
    expect({ outcome, code }, `the last write ended with ${status} ${code}`).to.deep.equal({
      outcome: 'unknown',
      code: 'write_unknown',
    });
  }

  lastIsDone(): void {
    const { status, code } = this.#last();
    expect(code ?? status, 'what the writer was told').to.equal(201);
  }

  /** Seen past the service, whatever its user was told. */
  async lastIsInTheDatabase(): Promise<void> {
    const { directUrl } = await this.#environment.servers.server('postgresql');
    const records = await databaseRecords(directUrl);
    expect(isIn(records, this.#last()), 'that the last write stands in the database').to.equal(true);
  }

  /** At least so many writes were under way when the service died: their users heard nothing. @throws Inconclusive else. */
  someHeardNothing(least: number): void {
    const heard = this.#attempts().filter(({ status, outcome }) => status === 0 && outcome === 'unknown');
    if (heard.length < least)
      throw new Inconclusive(
        `at least ${least} writes were to be under way when the service died; ${heard.length} were`,
      );
  }

  #attempts(): readonly RecordedWrite[] {
    const { attempts } = this.#users.writers;
    if (attempts.length === 0) throw new Error('Nobody has written anything; a step must write first');
    return attempts;
  }

  #last(): RecordedWrite {
    return this.#attempts().at(-1) as RecordedWrite;
  }
}
