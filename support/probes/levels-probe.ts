import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { LogLine } from '../environments/service/running-service';
import { eventually } from '../evidence/eventually';
import { steadily } from '../evidence/steadily';
import { Inconclusive } from '../evidence/verdict';
import { logCatchesUpMs } from './log-probe';
import { readMetrics, sumOf } from './metrics-page';
import { readServiceState } from './service-state';

/** By how much the service's measure of a time may differ from what its log's times say. */
const clockToleranceMs = 100;

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

  /** From its start the service has been at these levels, one after the other, and at no other. By the log. */
  async wentThrough(levels: readonly string[]): Promise<void> {
    const changes = await eventually(
      () => this.#allChanges(),
      (seen) => seen.length >= levels.length - 1,
      logCatchesUpMs,
      (seen) => `the log told of ${seen.length} changes of the level; expected ${levels.length - 1}`,
    );
    expect(['full', ...changes.map(({ to }) => String(to))], 'levels').to.deep.equal(levels);
  }

  /** The metrics count the changes that the log tells of, and one recovery that lasted as long as it was not at full. */
  async areCountedToo(): Promise<void> {
    const { url } = await this.#environment.service();
    const [changes, metrics] = [await this.#allChanges(), await readMetrics(url)];
    if (changes.length === 0) throw new Inconclusive('the level has not changed');
    for (const { from, to } of changes) {
      const times = changes.filter((each) => each.from === from && each.to === to).length;
      const counted = sumOf(metrics, 'service_level_changes_total', { from: String(from), to: String(to) });
      expect(counted, `changes from ${from} to ${to}, as counted`).to.equal(times);
    }
    expect(sumOf(metrics, 'service_level_changes_total'), 'changes in all').to.equal(changes.length);
    expect(sumOf(metrics, 'service_recovery_duration_seconds_count'), 'recoveries').to.equal(1);
    const [first, last] = [changes[0], changes.at(-1)].map((line) => timeOf(line ?? {}));
    const lastedMs = (last as number) - (first as number);
    const measuredMs = 1_000 * sumOf(metrics, 'service_recovery_duration_seconds_sum');
    expect(measuredMs, 'milliseconds until full service, as measured').to.be.closeTo(
      lastedMs,
      clockToleranceMs,
    );
  }

  /** Whenever the level was not full a notice said why, and never otherwise; so that people always knew. */
  alwaysSaidWhy(): void {
    const { looks } = this.#environment.situations;
    const lower = looks.filter(({ level }) => level !== 'full');
    if (lower.length === 0 || lower.length === looks.length)
      throw new Inconclusive(`in ${lower.length} of ${looks.length} looks the level was not full`);
    const odd = looks.filter(({ level, notices }) => (level === 'full') !== (notices.length === 0));
    const words = odd.map(({ level, notices }) => `${level}: ${notices.map(({ code }) => code).join(', ')}`);
    expect(words, 'levels without a notice, or notices without a level').to.be.empty;
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
    return (await this.#allChanges())
      .filter((line) => timeOf(line) >= sinceMs)
      .map((line) => String(line.to));
  }

  async #allChanges(): Promise<LogLine[]> {
    return (await this.#environment.log()).filter((line) => line.event === 'service-level.changed');
  }
}

/** The log's times are whole milliseconds, cut or rounded. */
function timeOf({ time }: Readonly<Record<string, unknown>>): number {
  return 1 + (typeof time === 'number' ? time : Date.parse(String(time)));
}
