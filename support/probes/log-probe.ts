import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';

/** How long a line of the log may take from the service to the harness. */
const logCatchesUpMs = 500;

/** THEN: what the service's log says of failures. */
export class LogProbe {
  readonly #environment: ScenarioEnvironment;

  constructor(environment: ScenarioEnvironment) {
    this.#environment = environment;
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
    const lines = await eventually(
      async () => (await this.#environment.log()).filter((line) => line.event === event),
      (seen) => seen.length > 0,
      logCatchesUpMs,
      () => `"${event}" was not logged`,
    );
    expect(lines.length, `times that "${event}" was logged`).to.equal(1);
    expect(lines[0]).to.include({ alert: true, level: 'error' });
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
}
