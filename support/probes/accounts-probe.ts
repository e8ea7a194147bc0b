import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import { Inconclusive } from '../evidence/verdict';
import { type Deed, operations, type PersonaName, personaNames, personas } from '../users/personas';
import { type Trial, traceOf } from '../users/trials';
import type { Users } from '../users/users';
import { databaseRecords } from './database-records';

/** What a service says to somebody who is none of its users, or no longer. */
const notLetIn = ['not_authenticated', 'sign_in_expired'];

/** THEN: what people were let do, held against what their accounts include. */
export class AccountsProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;

  constructor(environment: ScenarioEnvironment, users: Users) {
    this.#environment = environment;
    this.#users = users;
  }

  /** All of this was done, and all else refused because the account does not include it. @param what as a feature lists it. */
  wasLetDo(user: PersonaName, what: string): void {
    const meant = what === 'nothing' ? [] : what.split(', ');
    const told = Object.fromEntries(this.#of(user).map(({ operation, code }) => [operation, code ?? 'done']));
    const expected = operations.map((each) => [each, meant.includes(each) ? 'done' : 'not_permitted']);
    expect(told, `what became of all that ${user} tried`).to.deep.equal(Object.fromEntries(expected));
  }

  /** Whoever was told so tried what the account does not include, and whoever tried that was told so. */
  permissionsHeld(): void {
    const { all } = this.#users.trials;
    if (all.length < personaNames.length * operations.length)
      throw new Inconclusive(`all ten users must have tried everything; there were ${all.length} trials`);
    const wrong = all.filter(
      ({ user, operation, code }) =>
        (code === 'not_permitted') !== !isIncluded(user, operation) || notLetIn.includes(code ?? ''),
    );
    expect(wrong.map(words), 'what was not as the accounts say').to.be.empty;
  }

  /**
   * Within this time all questions, messages and orders that were not refused have left their trace, at a provider or in the
   * database; nothing else has, and nothing that an account does not include.
   */
  async onlyThatWasDoneWithin(limitMs: number): Promise<void> {
    const done = this.#users.trials.all
      .filter(({ code, operation }) => code === undefined && leavesTrace(operation))
      .map(({ user, operation }) => traceOf(user, operation))
      .sort();
    if (done.length === 0) throw new Inconclusive('nothing was done that could have left a trace');
    const found = await eventually(
      () => this.#traces(),
      (traces) => done.every((each) => traces.includes(each)),
      limitMs,
      (traces) => `of ${done.join(' ')} only this was found: ${traces.join(' ')}`,
    );
    expect(found, 'what was done').to.deep.equal(done);
    const forbidden = personaNames.flatMap((user) =>
      operations.filter((each) => !isIncluded(user, each)).map((each) => traceOf(user, each)),
    );
    expect(
      found.filter((each) => forbidden.includes(each)),
      'what was done although the account does not include it',
    ).to.be.empty;
  }

  /** Of all that could have been tried. */
  async #traces(): Promise<string[]> {
    const { directUrl } = await this.#environment.servers.server('postgresql');
    const { messages, orders } = await databaseRecords(directUrl);
    const { log } = await this.#environment.provider('primary');
    const left = new Set([
      ...log.map(({ question }) => question),
      ...messages.map(({ text }) => text),
      ...orders.flatMap(({ lines }) => lines.map(({ product }) => product)),
    ]);
    return personaNames
      .flatMap((user) => operations.filter(leavesTrace).map((operation) => traceOf(user, operation)))
      .filter((each) => left.has(each))
      .sort();
  }

  /** Until the end nobody was refused for it, and whoever asked so long after it was. */
  wasLetInUntilTheEnd(user: PersonaName, code: string, graceMs: number): void {
    const endedAtMs = this.#environment.accounts.endedAtMs(user);
    const trials = this.#of(user);
    const before = trials.filter((trial) => trial.endedAtMs < endedAtMs);
    const after = trials.filter((trial) => trial.askedAtMs >= endedAtMs + graceMs);
    if (before.length === 0 || after.length === 0)
      throw new Inconclusive(
        `${before.length} trials ended before the end, and ${after.length} began after it`,
      );
    expect(before.filter((trial) => trial.code === code).map(words), 'refused too early').to.be.empty;
    expect(after.filter((trial) => trial.code !== code).map(words), 'let in too late').to.be.empty;
  }

  /** Nobody but this user, if anybody, was told to sign in. */
  everybodyIsLetIn(besides?: PersonaName): void {
    const others = this.#users.trials.all.filter((trial) => trial.user !== besides);
    if (new Set(others.map((trial) => trial.user)).size < personaNames.length - (besides ? 1 : 0))
      throw new Inconclusive('not everybody has tried to do something');
    const refused = others.filter(({ code }) => notLetIn.includes(code ?? ''));
    expect(refused.map(words), 'who was not let in').to.be.empty;
  }

  #of(user: PersonaName): readonly Trial[] {
    const trials = this.#users.trials.all.filter((trial) => trial.user === user);
    if (trials.length === 0) throw new Error(`${user} has tried nothing; a When must come first`);
    return trials;
  }
}

/** Looking at the own usage is everybody's. */
function isIncluded(user: PersonaName, operation: Deed): boolean {
  return operation === 'look at usage' || personas[user].may.includes(operation);
}

/** Reading leaves none, and a summary is asked for in other words. */
function leavesTrace(operation: Deed): boolean {
  return operation === 'ask' || operation === 'write' || operation === 'order';
}

function words({ user, operation, code }: Trial): string {
  return `${user} tried to ${operation}: ${code ?? 'done'}`;
}
