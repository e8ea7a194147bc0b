import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import { steadily } from '../evidence/steadily';
import { readServiceState } from './service-state';

/** How long a line of the log may take from the service to the harness. */
const logCatchesUpMs = 500;

/** THEN: which levels a service went through, and whom it called for help. */
export class LevelsProbe {
  readonly #environment: ScenarioEnvironment;

  constructor(environment: ScenarioEnvironment) {
    this.#environment = environment;
  }

  /** Since the last thing that was broken or mended the level has changed once, to this one. By the log. */
  async wentStraightTo(level: string): Promise<void> {
    const changes = await eventually(
      () => this.#changes(),
      (seen) => seen.at(-1) === level,
      logCatchesUpMs,
      (seen) =>
        `the log told of these levels: ${seen.join(', ') || 'none'}; expected the last to be "${level}"`,
    );
    expect(changes, 'levels since the last change').to.deep.equal([level]);
  }

  /** It is at this level, stays there for so long, and has been at no other since the last thing that was broken. */
  async staysAt(level: string, forMs: number): Promise<void> {
    const { url } = await this.#environment.service();
    await steadily(
      async () => (await readServiceState(url)).level,
      (seen) => seen === level,
      (seen) => `the service level was "${seen}"; expected it to stay "${level}"`,
      forMs,
    );
    expect(await this.#changes(), 'levels since the last change').to.be.empty;
  }

  /** Since the last thing that was broken the level has not been this one. By the log. */
  async hasNotBeen(level: string): Promise<void> {
    await steadily(
      () => this.#changes(),
      (seen) => !seen.includes(level),
      (seen) => `the service level went through ${seen.join(', ')}; expected it not to be "${level}"`,
      logCatchesUpMs,
    );
  }

  /** Staff are called to a dependency that rejects its credentials, and not again within the time. */
  async alertedOnce(kind: string, quietMs: number): Promise<void> {
    const dependency = kind === 'postgresql' ? 'database' : kind;
    const alerts = async (): Promise<number> =>
      (await this.#environment.log()).filter(
        (line) => line.alert === true && line.class === 'persistent' && line.dependency === dependency,
      ).length;
    await eventually(
      alerts,
      (seen) => seen > 0,
      logCatchesUpMs,
      () => `the log did not alert staff to the ${dependency}`,
    );
    await steadily(
      alerts,
      (seen) => seen === 1,
      (seen) => `the log alerted staff to the ${dependency} ${seen} times; expected once`,
      quietMs,
    );
  }

  async #changes(): Promise<string[]> {
    const sinceMs = this.#environment.lastChangeAtMs;
    return (await this.#environment.log())
      .filter((line) => line.event === 'service-level.changed' && timeOf(line) >= sinceMs)
      .map((line) => String(line.to));
  }
}

/** The log's times are whole milliseconds, cut or rounded. */
function timeOf({ time }: Readonly<Record<string, unknown>>): number {
  return 1 + (typeof time === 'number' ? time : Date.parse(String(time)));
}
