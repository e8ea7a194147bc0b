import { expect } from 'chai';
import type { BroughtAbout } from '../environments/brought-about';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import { nowMs } from '../evidence/now';
import { steadily } from '../evidence/steadily';
import { type LoggedTransition, transitionsOf } from './breaker-log';
import { readMetrics, sumOf } from './metrics-page';
import { type BreakerStateName, breakerIn, readServiceState } from './service-state';

/** Clocks and log lines are cut to whole milliseconds. */
const roundingMs = 2;

/** How long a line of the log may take from the service to the harness. */
const logCatchesUpMs = 500;

/** THEN: what breakers are said to be, by `/v1/status`, `/metrics` and the log, each against the others. */
export class BreakersProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #broughtAbout: BroughtAbout;

  constructor(environment: ScenarioEnvironment, broughtAbout: BroughtAbout) {
    this.#environment = environment;
    this.#broughtAbout = broughtAbout;
  }

  async is(breaker: string, state: BreakerStateName): Promise<void> {
    const seen = await this.#environment.breaker(breaker);
    const transitions = (await this.#transitions(breaker)).map(
      ({ from, to, cause }) => `${from} -> ${to}: ${cause}`,
    );
    expect(seen.state, `the ${breaker} breaker; its log: ${transitions.join('; ') || 'empty'}`).to.equal(
      state,
    );
  }

  async isWithin(breaker: string, state: BreakerStateName, limitMs: number): Promise<void> {
    await eventually(
      () => this.#environment.breaker(breaker),
      (seen) => seen.state === state,
      this.#leftMs(limitMs),
      (seen) => `the ${breaker} breaker was ${seen.state}; expected ${state}`,
    );
    this.#environment.measured(`the ${breaker} breaker was ${state}`);
  }

  async isClosedWithFailures(breaker: string, failures: number): Promise<void> {
    const seen = await this.#environment.breaker(breaker);
    expect(seen.state, `the ${breaker} breaker`).to.equal('closed');
    expect(seen.consecutiveFailures, 'failures in a row').to.equal(failures);
  }

  async levelIsWithin(level: string, limitMs: number): Promise<void> {
    const { url } = await this.#environment.service();
    await eventually(
      () => readServiceState(url),
      (seen) => seen.level === level,
      this.#leftMs(limitMs),
      (seen) => `the service level was "${seen.level}"; expected "${level}"`,
    );
    this.#environment.measured(`the service level was "${level}"`);
  }

  /** By the state: from the opening to the moment at which trials may begin. */
  async saysOpenedFor(breaker: string, openForMs: number): Promise<void> {
    const { sinceMs, trialsFromMs } = await this.#environment.breaker(breaker);
    expect(trialsFromMs, 'trialsFrom').to.not.equal(undefined);
    expect((trialsFromMs as number) - sinceMs).to.be.closeTo(openForMs, roundingMs);
  }

  /** By the log; and no trial reached the provider before its time. */
  async openedFor(breaker: string, openForMs: readonly number[]): Promise<void> {
    const openings = (await this.#transitions(breaker)).filter(({ to }) => to === 'open');
    expect(openings.map((opening) => Math.round(opening.openForMs ?? 0))).to.deep.equal([...openForMs]);
    const { log } = await this.#environment.provider(breaker);
    for (const [index, opening] of openings.entries()) {
      const untilMs = opening.atMs + (openForMs[index] as number) - roundingMs;
      const early = log.filter(
        ({ arrivedAtMs }) => arrivedAtMs > opening.atMs + roundingMs && arrivedAtMs < untilMs,
      );
      expect(early.length, `requests during the opening of ${openForMs[index]} ms`).to.equal(0);
    }
  }

  async lastOpenedFor(breaker: string, openForMs: number): Promise<void> {
    const last = (await this.#transitions(breaker)).findLast(({ to }) => to === 'open');
    expect(Math.round(last?.openForMs ?? 0)).to.equal(openForMs);
  }

  /** Exactly these changes, each once, in this order; the cause contains what is stated. */
  async logTells(
    breaker: string,
    rows: readonly { from: string; to: string; cause: string }[],
  ): Promise<void> {
    const told = await this.#transitions(breaker);
    const pairs = told.map(({ from, to }) => `${from} -> ${to}`);
    expect(pairs).to.deep.equal(rows.map(({ from, to }) => `${from} -> ${to}`));
    for (const [index, row] of rows.entries()) {
      const { cause } = told[index] as LoggedTransition;
      expect(
        cause.startsWith(row.cause),
        `cause "${cause}"; expected it to begin with "${row.cause}"`,
      ).to.equal(true);
    }
  }

  async logSaysItWasOpenFor(breaker: string, leastMs: number): Promise<void> {
    const left = (await this.#transitions(breaker)).filter(({ from }) => from === 'open');
    expect(left).to.not.be.empty;
    for (const { afterMs } of left) expect(afterMs).to.be.at.least(leastMs - roundingMs);
  }

  async metricsCountWhatTheLogTells(breaker: string): Promise<void> {
    const samples = await readMetrics((await this.#environment.service()).url);
    const told = await this.#transitions(breaker);
    expect(told).to.not.be.empty;
    for (const { from, to } of told) {
      const inLog = told.filter((other) => other.from === from && other.to === to).length;
      const labels = { breaker, from, to };
      expect(sumOf(samples, 'breaker_transitions_total', labels), `${from} -> ${to}`).to.equal(inLog);
    }
    expect(sumOf(samples, 'breaker_transitions_total', { breaker }), 'all changes').to.equal(told.length);
  }

  async allAgree(breaker: string, state: BreakerStateName): Promise<void> {
    const { url } = await this.#environment.service();
    const samples = await readMetrics(url);
    const told = (await this.#transitions(breaker)).at(-1)?.to ?? 'closed';
    const shown = samples
      .filter(
        ({ name, labels, value }) => name === 'breaker_state' && labels.breaker === breaker && value === 1,
      )
      .map(({ labels }) => labels.state);
    const read = breakerIn(await readServiceState(url), breaker).state;
    expect({ log: told, metrics: shown, state: read }).to.deep.equal({ log: state, metrics: [state], state });
  }

  /** Connections that reached the server's proxy since a Given opened the breaker. */
  async databaseReceivedConnectionsSinceItOpened(count: number): Promise<void> {
    // The harness's own looks at the database are none of the service's.
    const sinceMs = Math.max(
      this.#broughtAbout.openedAtMs('database'),
      this.#environment.servers.lastLookAtMs,
    );
    const { proxy } = await this.#environment.servers.server('postgresql');
    await steadily(
      () => proxy.connections.filter((connection) => connection.acceptedAtMs > sinceMs).length,
      (seen) => seen === count,
      (seen) => `connections to the database since its breaker opened: expected ${seen} to equal ${count}`,
    );
  }

  /** The limit runs from the last thing that was broken or mended, however long looking at that took. */
  #leftMs(limitMs: number): number {
    return Math.max(1, this.#environment.lastChangeAtMs + limitMs - nowMs());
  }

  /** What the log tells, once it has caught up with what the metrics count: a process writes its log in its own time. */
  async #transitions(breaker: string): Promise<LoggedTransition[]> {
    const samples = await readMetrics((await this.#environment.service()).url);
    const counted = sumOf(samples, 'breaker_transitions_total', { breaker });
    const look = async (): Promise<LoggedTransition[]> =>
      transitionsOf(breaker, await this.#environment.log());
    try {
      return await eventually(
        look,
        (told) => told.length >= counted,
        logCatchesUpMs,
        (told) => `${told.length} told`,
      );
    } catch {
      return look();
    }
  }
}
