import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import type { PersonaName } from '../users/personas';
import type { Trial } from '../users/trials';
import type { Users } from '../users/users';
import { logCatchesUpMs } from './log-probe';

/** Nobody is sent away for longer than this without staff having to act, seconds. */
const soonSeconds = 60;

/** What a refusal can tell its user to do, in a feature's words. */
export const whatToDo = ['to ask again soon', 'that staff are called', 'what to change'] as const;

/** THEN: what somebody who was refused was told. */
export class RefusalsProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;

  constructor(environment: ScenarioEnvironment, users: Users) {
    this.#environment = environment;
    this.#users = users;
  }

  /** What this user tried last was refused with this code, said to be of this class. */
  isOf(user: PersonaName, code: string, errorClass: string): void {
    const { operation, ...refused } = this.#last(user);
    expect(
      `${refused.code}, ${refused.errorClass}`,
      `what ${user} was told who tried to ${operation}, and its class`,
    ).to.equal(`${code}, ${errorClass}`);
  }

  /** And was told what to do; where staff are to act they were really called, where nothing will change nobody is told to wait. */
  async tells(user: PersonaName, what: string): Promise<void> {
    const refused = this.#last(user);
    const words = `what ${user} was told: ${refused.sentence}`;
    switch (what as (typeof whatToDo)[number]) {
      case 'to ask again soon':
        expect(refused.retryAfterSeconds, words).to.be.within(1, soonSeconds);
        expect(refused.sentence, words).to.match(/try again in \d+ seconds?\./);
        break;
      case 'that staff are called':
        expect(refused.sentence, words).to.contain('staff');
        await this.#staffWereCalled(words);
        break;
      case 'what to change':
        expect(refused.retryAfterSeconds, words).to.equal(undefined);
        expect(refused.sentence, words).not.to.match(/try again|staff/);
        expect(refused.sentence, words).to.match(/\. ./); // What happened, and what can be done instead.
        break;
    }
  }

  async #staffWereCalled(words: string): Promise<void> {
    await eventually(
      async () => (await this.#environment.log()).filter((line) => line.alert === true),
      (lines) => lines.some((line) => line.level === 'error' && line.class === 'persistent'),
      logCatchesUpMs,
      (lines) => `the log held ${lines.length} alerts, none of them for a persistent failure; ${words}`,
    );
  }

  #last(user: PersonaName): Trial {
    const last = this.#users.trials.all.filter((trial) => trial.user === user).at(-1);
    if (!last) throw new Error(`${user} has tried nothing; a When must come first`);
    return last;
  }
}
