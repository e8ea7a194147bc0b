import { setTimeout as delay } from 'node:timers/promises';
import type { ServerKind } from '../environments/environment';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { readMetrics, sumOf } from '../probes/metrics-page';
import { readServiceState } from '../probes/service-state';
import type { Readers } from './readers';
import type { Writers } from './writers';

/** Between the end of one and the next: they shall be many, and not all that the machine can do. */
const pauseMs = { reading: 10, writing: 20 };
/** So many of each happen before something breaks, and as many while it is broken. */
const least = { readings: 10, writes: 4 };
const happensWithinMs = 20_000;
/** These are over as soon as they have happened. */
const passing: readonly string[] = ['cut', 'restarted', 'emptied'];

/** WHEN: Ada reads and writes without a pause while something breaks and comes back. */
export class RestlessUsers {
  readonly #environment: ScenarioEnvironment;
  readonly #readers: Readers;
  readonly #writers: Writers;

  constructor(environment: ScenarioEnvironment, readers: Readers, writers: Writers) {
    this.#environment = environment;
    this.#readers = readers;
    this.#writers = writers;
  }

  /**
   * From full service through the fault until all is well again and nothing accepted waits; then she reads once more.
   * @throws when the service does not get there.
   */
  async goOnWhile(kind: ServerKind, fault: string): Promise<void> {
    const { servers } = this.#environment;
    let isOver = false;
    const over = async (act: () => Promise<void>, betweenMs: number): Promise<void> => {
      for (; !isOver; await delay(betweenMs)) await act();
    };
    const using = Promise.all([
      over(() => this.#readers.readTheConversation(1), pauseMs.reading),
      over(() => this.#writers.write(1, 1), pauseMs.writing),
    ]);
    try {
      await this.#many();
      await servers.break(kind, fault);
      if (!passing.includes(fault)) {
        await this.#level((level) => level !== 'full', 'below full');
        await this.#many();
      }
      await servers.mend(kind);
      await this.#many();
      await this.#level((level) => level === 'full', 'full');
      await this.#nothingWaits();
    } finally {
      isOver = true;
      await using;
    }
    await this.#nothingWaits();
    await this.#readers.readTheConversation(1);
  }

  async #many(): Promise<void> {
    const [readings, writes] = [this.#readers.readings.length, this.#writers.attempts.length];
    await this.#environment.promptly(
      () =>
        this.#readers.readings.length >= readings + least.readings &&
        this.#writers.attempts.length >= writes + least.writes,
      () => 'there were too few readings and writes',
      happensWithinMs,
    );
  }

  async #level(isMeant: (level: string) => boolean, words: string): Promise<void> {
    const { url } = await this.#environment.service();
    let seen = '';
    await this.#environment.promptly(
      async () => {
        seen = (await readServiceState(url)).level;
        return isMeant(seen);
      },
      () => `the service level was "${seen}"; expected it to be ${words}`,
      happensWithinMs,
    );
  }

  async #nothingWaits(): Promise<void> {
    const { url } = await this.#environment.service();
    let depth = 0;
    await this.#environment.promptly(
      async () => {
        depth = sumOf(await readMetrics(url), 'journal_depth');
        return depth === 0;
      },
      () => `${depth} accepted writes were still waiting`,
      happensWithinMs,
    );
  }
}
