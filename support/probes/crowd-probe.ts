import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { arrivalsPicture } from '../evidence/arrivals-picture';
import type { Journal } from '../evidence/journal';
import { Inconclusive } from '../evidence/verdict';
import type { Users } from '../users/users';
import { type AttemptHistory, attemptHistories } from './backoff/attempt-history';
import { fullestWindow } from './backoff/fullest-window';
import { kolmogorovSmirnov } from './backoff/kolmogorov-smirnov';

/** How the limits were chosen: docs/backoff-statistics.md, "Many services at once". */
const limits = { fewest: 60, windowMs: 50, fullestShare: 0.3, distance: 0.35, noiseMs: 60 };

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

  /** What they waited beyond the shortest that was allowed lies evenly over this time. */
  async cameBackSpreadOver(role: string, spreadMs: number): Promise<void> {
    const { forMs } = this.#environment.limits.askedFor(role);
    const beyond = Float64Array.from(await this.#waits(role), (waitMs) => waitMs - forMs).sort();
    const share = fullestWindow(beyond, limits.windowMs) / beyond.length;
    const distance = kolmogorovSmirnov(beyond, spreadMs);
    const figures = `share in the fullest ${limits.windowMs} ms ${share.toFixed(3)}, distance from uniform ${distance.toFixed(3)}`;
    this.#journal.record({
      lane: 'scenario',
      subject: 'measured',
      event: figures,
      details: { share, distance },
    });
    expect(share, figures).to.be.at.most(limits.fullestShare);
    expect(distance, figures).to.be.at.most(limits.distance + limits.noiseMs / spreadMs);
  }

  /** From the refusal to the next attempt, for each service. @throws Inconclusive when there are too few. */
  async #waits(role: string): Promise<number[]> {
    await this.#users.answers();
    const { log } = await this.#environment.provider(role);
    const histories = attemptHistories(log);
    this.#draw(role, histories);
    const waits = histories.flatMap(({ attempts: [first, second] }) =>
      first && second ? [second.arrivedAtMs - (first.answeredAtMs ?? first.arrivedAtMs)] : [],
    );
    if (waits.length < limits.fewest)
      throw new Inconclusive(`at least ${limits.fewest} services must have come back, ${waits.length} did`);
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
