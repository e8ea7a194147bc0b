import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { arrivalsPicture } from '../evidence/arrivals-picture';
import type { Journal } from '../evidence/journal';
import { Inconclusive } from '../evidence/verdict';
import type { Users } from '../users/users';
import { type AttemptHistory, attemptHistories } from './backoff/attempt-history';
import { crowd } from './backoff/crowd';

/** THEN: how many services that met a limit at the same moment came back. */
export class CrowdProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
  }

  async nobodyCameBackWithin(role: string, forMs: number): Promise<void> {
    const early = (await this.#waits(role)).filter((waitMs) => waitMs < forMs);
    expect(early, 'waits that were too short, in milliseconds').to.be.empty;
  }

  /** What they waited beyond the shortest that was allowed lies evenly over this time. @throws Inconclusive: too few. */
  async cameBackSpreadOver(role: string, spreadMs: number): Promise<void> {
    const { forMs } = this.#environment.limits.askedFor(role);
    const finding = crowd(
      (await this.#waits(role)).map((waitMs) => waitMs - forMs),
      spreadMs,
    );
    const { verdict, because } = finding;
    const figures = finding.figures.map(({ name, value }) => `${name} ${value.toFixed(3)}`).join(', ');
    this.#journal.record({ lane: 'scenario', subject: 'measured', event: figures, details: { ...finding } });
    if (verdict === 'inconclusive') throw new Inconclusive(because);
    expect(verdict, because).to.equal('passed');
  }

  /** From the refusal to the next attempt, for each service. */
  async #waits(role: string): Promise<number[]> {
    await this.#users.answers();
    const { log } = await this.#environment.provider(role);
    const histories = attemptHistories(log);
    this.#draw(role, histories);
    const waits = histories.flatMap(({ attempts: [first, second] }) =>
      first && second ? [second.arrivedAtMs - (first.answeredAtMs ?? first.arrivedAtMs)] : [],
    );
    return waits;
  }

  #draw(role: string, histories: readonly AttemptHistory[]): void {
    if (this.#journal.attachments().length > 0) return;
    const clients = histories.map(({ attempts }) => attempts.map(({ arrivedAtMs }) => arrivedAtMs));
    this.#journal.attach(
      arrivalsPicture({ title: `Attempts of ${clients.length} services at the ${role} provider`, clients }),
    );
  }
}
