import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { LogLine } from '../environments/service/running-service';
import { eventually } from '../evidence/eventually';
import { Inconclusive } from '../evidence/verdict';
import type { Trial } from '../users/trials';
import type { Users } from '../users/users';

/** How long a line of the log may take from the service to the harness. */
const logCatchesUpMs = 500;

/** What a line says of whom a failure concerned and in which state the service was. */
const context = [
  'requestId',
  'user',
  'operation',
  'serviceLevel',
  'class',
  'time',
  'level',
  'message',
] as const;

/** What must stand in no log: what opens doors, and what people wrote. */
const indiscreet =
  /token-of-\w+|key-of-\w+|Bearer |What is the answer to question|\w+ tries to \w+|The (?:first )?message/;

/** THEN: what the log keeps of failures. */
export class WrittenDownProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;

  constructor(environment: ScenarioEnvironment, users: Users) {
    this.#environment = environment;
    this.#users = users;
  }

  /** For each trial that was refused there is one line, which says the same as its user was told, and why. */
  async eachRefusalOnce(): Promise<void> {
    const refused = this.#trials().filter(({ code }) => code !== undefined);
    if (refused.length === 0) throw new Inconclusive('nothing was refused');
    const lines = await this.#lines('answer.refused', refused.length);
    for (const { requestId, user, operation, code, errorClass, level } of refused) {
      const own = lines.filter((line) => line.requestId === requestId);
      const words = `${user} tried to ${operation}: ${code}`;
      expect(own.length, `lines about this refusal: ${words}`).to.equal(1);
      const said = { user, operation, code, class: errorClass, serviceLevel: level };
      expect(own[0], words).to.include(said);
      demandContext(own[0] as LogLine, words);
    }
  }

  /** For each request that the provider did not answer as it should there is one line: which attempt, why, what next. */
  async eachFailedAttemptOnce(role: string): Promise<void> {
    const { log } = await this.#environment.provider(role);
    const failed = log.filter(({ behaviour }) => behaviour !== 'healthy');
    if (failed.length === 0) throw new Inconclusive(`the ${role} provider has failed nobody`);
    const setbacks = await this.#lines('provider.setback', failed.length);
    const lines = setbacks.filter((line) => line.provider === role && line.cause !== undefined);
    expect(lines.length, `failed attempts at the ${role} provider in the log`).to.equal(failed.length);
    for (const line of lines) {
      const words = `a failed attempt: ${JSON.stringify(line)}`;
      demandContext(line, words);
      for (const name of ['attempt', 'failure', 'next', 'route']) expect(line, words).to.have.property(name);
      expect(
        this.#trials().map(({ requestId }) => requestId),
        words,
      ).to.include(line.requestId);
    }
    const attempts = lines.map(({ requestId, attempt }) => `${requestId} ${attempt}`);
    expect(new Set(attempts).size, 'attempts that are told apart').to.equal(lines.length);
  }

  /** The last trial met so many failures of this dependency, and the log says so of each, although its user was served. */
  async lastMetFailures(dependency: string, times: number): Promise<void> {
    const last = this.#trials().at(-1) as Trial;
    const { requestId, user, operation } = last;
    const name = dependency === 'postgresql' ? 'database' : dependency;
    const own = await eventually(
      async () => (await this.#all('dependency.failed')).filter((line) => line.requestId === requestId),
      (lines) => lines.length >= times,
      logCatchesUpMs,
      (lines) => `${lines.length} failures of the ${name} were logged for ${user}, who tried to ${operation}`,
    );
    expect(own.length, 'lines about the failures').to.equal(times);
    for (const line of own) {
      expect(line).to.include({ user, operation, dependency: name, class: 'transient', attempt: 1 });
      expect(line).to.have.property('cause');
      demandContext(line, JSON.stringify(line));
    }
    expect(last.code, 'what the user was told').to.equal(undefined);
  }

  /** Nothing that opens a door and nothing that people wrote stands in the log; to be asked at the end of every scenario. */
  async isDiscreet(): Promise<void> {
    const odd = (await this.#environment.log()).filter((line) => indiscreet.test(JSON.stringify(line)));
    if (odd.length > 0)
      throw new Error(
        `What people wrote and what opens doors must stand in no log; ${odd.length} lines hold some of it, the first as "${odd[0]?.event}"`,
      );
  }

  async #lines(event: string, least: number): Promise<LogLine[]> {
    return eventually(
      () => this.#all(event),
      (lines) => lines.length >= least,
      logCatchesUpMs,
      (lines) => `"${event}" stood ${lines.length} times in the log; expected at least ${least}`,
    );
  }

  async #all(event: string): Promise<LogLine[]> {
    return (await this.#environment.log()).filter((line) => line.event === event);
  }

  #trials(): readonly Trial[] {
    const { all } = this.#users.trials;
    if (all.length === 0) throw new Error('Nobody has tried anything; a When must come first');
    return all;
  }
}

function demandContext(line: LogLine, words: string): void {
  for (const name of context) expect(line, words).to.have.property(name);
}
