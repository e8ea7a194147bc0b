import { expect } from 'chai';
import type { BroughtAbout } from '../environments/brought-about';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import { steadily } from '../evidence/steadily';
import { readMetrics, sumOf } from './metrics-page';

/** THEN: what providers saw, by their own logs. */
export class ProvidersProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #broughtAbout: BroughtAbout;

  constructor(environment: ScenarioEnvironment, broughtAbout: BroughtAbout) {
    this.#environment = environment;
    this.#broughtAbout = broughtAbout;
  }

  /** All requests of the scenario, its set-up included. */
  async received(role: string, count: number): Promise<void> {
    const { log } = await this.#environment.provider(role);
    await steadily(
      () => log.length,
      (seen) => seen === count,
      (seen) => `requests that the ${role} provider received: expected ${seen} to equal ${count}`,
    );
  }

  /** All requests of the scenario, once every question is answered. */
  async receivedBetween(role: string, least: number, most: number): Promise<void> {
    const { log } = await this.#environment.provider(role);
    await steadily(
      () => log.length,
      (seen) => seen >= least && seen <= most,
      (seen) =>
        `requests that the ${role} provider received: expected ${seen} to be within ${least} and ${most}`,
    );
  }

  async receivedTogether(count: number): Promise<void> {
    const doubles = await this.#environment.providers.doubles();
    await steadily(
      () => doubles.reduce((sum, { log }) => sum + log.length, 0),
      (seen) => seen === count,
      (seen) => `requests that all providers received: expected ${seen} to equal ${count}`,
    );
  }

  /** Repeated attempts by how they ended: what the metrics count against what the provider saw of each question. */
  async metricsCountRepeatedAttempts(role: string, after: string): Promise<void> {
    const { log } = await this.#environment.provider(role);
    const repeated = log.filter(
      ({ question }, index) => log.findIndex((other) => other.question === question) < index,
    );
    const good = repeated.filter(({ status }) => status === 200).length;
    expect(repeated.length, 'repeated attempts that the provider received').to.be.above(0);
    const samples = await readMetrics((await this.#environment.service()).url);
    const answered = { provider: role, outcome: 'answered' };
    const counted = {
      all: sumOf(samples, 'provider_retries_total', { provider: role }),
      answered: sumOf(samples, 'provider_retries_total', answered),
      after: sumOf(samples, 'provider_retries_total', { provider: role, after }),
      asCalls: sumOf(samples, 'provider_calls_total', { provider: role, purpose: 'retry' }),
    };
    const all = repeated.length;
    expect(counted).to.deep.equal({ all, answered: good, after: all, asCalls: all });
  }

  /** Since a Given opened the provider's breaker. */
  async receivedSinceTheBreakerOpened(role: string, count: number): Promise<void> {
    const openedAtMs = this.#broughtAbout.openedAtMs(role);
    const { log } = await this.#environment.provider(role);
    await steadily(
      () => log.filter((request) => request.arrivedAtMs > openedAtMs).length,
      (seen) => seen === count,
      (seen) =>
        `requests that the ${role} provider received since its breaker opened: expected ${seen} to equal ${count}`,
    );
  }

  /** The caller of the last request hung up. Seen over HTTP only. */
  async sawHangUp(role: string, limitMs: number): Promise<void> {
    const { log } = await this.#environment.provider(role);
    expect(log.length, `requests that the ${role} provider received`).to.be.above(0);
    await eventually(
      () => log.at(-1)?.hungUpAtMs,
      (hungUpAtMs) => hungUpAtMs !== undefined,
      limitMs,
      () => `the ${role} provider had not seen its caller hang up`,
    );
  }

  /** The service's count of calls is the provider's own. */
  async metricsCountWhatItReceived(role: string): Promise<void> {
    const { url } = await this.#environment.service();
    const { log } = await this.#environment.provider(role);
    const counted = sumOf(await readMetrics(url), 'provider_calls_total', { provider: role });
    expect(counted, 'calls counted by the metrics').to.equal(log.length);
    expect(counted).to.be.above(0);
  }
}
