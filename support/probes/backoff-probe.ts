import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { arrivalsPicture } from '../evidence/arrivals-picture';
import type { Journal } from '../evidence/journal';
import { Compromised } from '../evidence/verdict';
import type { Users } from '../users/users';
import { attemptHistories } from './backoff/attempt-history';
import { backoffFindings } from './backoff/backoff-findings';
import { backoffSample } from './backoff/backoff-sample';
import { demandPassed } from './backoff/demand-passed';
import type { BackoffCheck, Finding } from './backoff/finding';

/** The checks bear stops of 80 ms; several times that bends the waits of a tenth of the clients. */
const longestStandstillMs = 250;

/** THEN: how attempts were repeated, by the provider's own log; see docs/backoff-statistics.md. */
export class BackoffProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #journal: Journal;
  #findings: Promise<readonly Finding[]> | undefined;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
  }

  /**
   * These checks passed.
   * @throws Inconclusive when there were too few samples, or one says nothing; Compromised when one did not pass and the
   *   process of the service, or this one, had stood still for so long that the waits say nothing of what was meant.
   */
  async passes(...checks: BackoffCheck[]): Promise<void> {
    this.#findings ??= this.#look('primary');
    const found = await this.#findings;
    const missing = checks.filter((check) => !found.some((finding) => finding.check === check));
    if (missing.length > 0) throw new Error(`Nothing was found about ${missing.join(', ')}`);
    try {
      demandPassed(found.filter(({ check }) => checks.includes(check)));
    } catch (error) {
      (error as Error).message += `\nThe service drew from seed ${this.#environment.seed}.`;
      const { longestStandstillMs: stoodStillMs } = this.#users.traffic;
      if (stoodStillMs > longestStandstillMs)
        throw new Compromised(
          `this process or the service's stood still for ${Math.round(stoodStillMs)} ms, more than ${longestStandstillMs} ms; ` +
            `run nothing beside it: ${(error as Error).message}`,
        );
      throw error;
    }
  }

  async #look(role: string): Promise<readonly Finding[]> {
    await this.#users.answers();
    const { log } = await this.#environment.provider(role);
    const asked = new Set(this.#users.asked().map(({ question }) => question));
    const behaviour = this.#environment.providers.told(role);
    const floorMs = 'retryAfterMs' in behaviour ? Number(behaviour.retryAfterMs) : undefined;
    const histories = attemptHistories(
      log.filter(({ question }) => asked.has(question)),
      () => floorMs,
    );
    const title = `Attempts of ${histories.length} users at the ${role} provider`;
    const clients = histories.map(({ attempts }) => attempts.map(({ arrivedAtMs }) => arrivedAtMs));
    this.#journal.attach(arrivalsPicture({ title, clients }));
    const findings = backoffFindings(backoffSample(histories));
    for (const { check, verdict, figures, because } of findings)
      this.#journal.record({
        lane: 'scenario',
        subject: 'measured',
        event: `${check}: ${verdict}${because ? `, ${because}` : ''}; ${figures.map(({ name, value }) => `${name} ${value.toFixed(3)}`).join(', ')}`,
        details: { check, verdict, figures },
      });
    return findings;
  }
}
