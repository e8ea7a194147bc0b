import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { LogLine } from '../environments/service/running-service';
import { eventually } from '../evidence/eventually';
import { Inconclusive } from '../evidence/verdict';
import type { Trial } from '../users/trials';
import type { Users } from '../users/users';

/** How long a line of the log may take from the service to the harness; from a process of its own on a busy machine it takes a while. */
export const logCatchesUpMs = 2_000;

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

/** THEN: what the service's log says of failures. */
export class LogProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;

  constructor(environment: ScenarioEnvironment, users: Users) {
    this.#environment = environment;
    this.#users = users;
  }

  /** Every failure of this provider is of this class, and there is at least one. */
  async classifies(role: string, errorClass: string): Promise<void> {
    const classes = (await this.#setbacks(role)).flatMap((line) =>
      line.class === undefined ? [] : [line.class],
    );
    expect(classes, `classes of the ${role} provider's failures`).to.not.be.empty;
    expect(new Set(classes)).to.deep.equal(new Set([errorClass]));
  }

  async alertsTo(role: string, times: number): Promise<void> {
    const alerts = (await this.#setbacks(role)).filter((line) => line.alert === true);
    expect(alerts.length, `alerts to the ${role} provider`).to.equal(times);
    for (const alert of alerts) expect(alert.level).to.equal('error');
  }

  /** Something was logged that calls staff, and once only. */
  async alertedOnceTo(event: string): Promise<void> {
    const lines = await this.#lines(event, 1);
    expect(lines.length, `times that "${event}" was logged`).to.equal(1);
    expect(lines[0]).to.include({ alert: true, level: 'error' });
  }

  /** For each trial that was refused there is one line, which says the same as its user was told, and why. */
  async eachRefusalOnce(): Promise<void> {
    const refused = this.#trials().filter(({ code }) => code !== undefined);
    if (refused.length === 0) throw new Inconclusive('nothing was refused');
    const lines = await eventually(
      () => this.#all('answer.refused'),
      (all) => refused.every(({ requestId }) => all.some((line) => line.requestId === requestId)),
      logCatchesUpMs,
      (all) => `${refused.length} were refused; the log told of ${all.length} refusals, not of each of these`,
    );
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

  async #setbacks(role: string): Promise<readonly Record<string, unknown>[]> {
    const look = async (): Promise<readonly Record<string, unknown>[]> =>
      (await this.#environment.log()).filter(
        (line) => line.event === 'provider.setback' && line.provider === role,
      );
    // A process writes its log in its own time.
    return eventually(
      look,
      (lines) => lines.length > 0,
      logCatchesUpMs,
      () => `no setback of the ${role} provider was logged`,
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
