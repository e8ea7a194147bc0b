import type { ServerKind } from '../../environments/environment';
import type { ScenarioEnvironment } from '../../environments/scenario-environment';
import { nowMs } from '../../evidence/now';
import { type DatabaseRecords, databaseRecords } from '../../probes/database-records';
import type { Readers } from '../readers';
import type { Writers } from '../writers';
import { DailyUse } from './daily-use';

const perSecond = 20;
/** Enough to have seen what is usual, and that it is so again. */
const usualCount = 16;
/** The last of what was accepted may still be on its way into the database. */
const settlingMs = 10_000;
/** Whether it came in time is for the Then to say; beyond this nobody looks any longer. */
const recoveryWatchMs = 31_000;

/** What stood in the database when all had recovered, and when users had asked again what they knew nothing of. */
export interface OutageRun {
  readonly recovered: DatabaseRecords;
  readonly asked: DatabaseRecords;
}

/** Users who go on reading and writing while storage goes away and comes back. */
export class ThroughOutage {
  readonly #environment: ScenarioEnvironment;
  readonly #readers: Readers;
  readonly #writers: Writers;
  #run: OutageRun | undefined;

  constructor(environment: ScenarioEnvironment, readers: Readers, writers: Writers) {
    this.#environment = environment;
    this.#readers = readers;
    this.#writers = writers;
  }

  /** Undefined when no traffic went through an outage. */
  get run(): OutageRun | undefined {
    return this.#run;
  }

  /**
   * So long these are broken like this, all at once, while users go on; until some time after all is as before, or nobody
   * waits for that any longer. In the end they ask again what they know nothing of.
   */
  async goOn(broken: readonly ServerKind[], fault: string, forMs: number): Promise<void> {
    const environment = this.#environment;
    const { broughtAbout, servers } = environment;
    await broughtAbout.everythingWell();
    environment.outageWatch.begin();
    const use = new DailyUse(environment, this.#readers, this.#writers);
    use.begin(perSecond);
    try {
      await this.#more(use, usualCount);
      for (const kind of broken) await servers.break(kind, fault);
      const untilMs = nowMs() + forMs;
      await environment.until(
        () => nowMs() >= untilMs,
        () => 'the outage was not over yet',
        forMs + 5_000,
      );
      for (const kind of broken) await servers.mend(kind);
      const mendedAtMs = nowMs();
      const isOver = (): boolean => nowMs() > mendedAtMs + recoveryWatchMs;
      while (!this.#isWellSince(mendedAtMs) && !isOver()) await this.#more(use, 1);
      await this.#more(use, usualCount);
    } finally {
      await use.end();
    }
    await this.askAgain();
  }

  /**
   * When nothing that was accepted waits any more the database is read past the service, before anything unknown is asked
   * again, which might heal a loss, and after.
   */
  async askAgain(): Promise<void> {
    const endedAtMs = nowMs();
    await this.#environment
      .until(
        () => this.#isWellSince(endedAtMs),
        () => '',
        settlingMs,
      )
      .catch(() => {}); // What still waits then is found missing.
    const { directUrl } = await this.#environment.servers.server('postgresql');
    const recovered = await databaseRecords(directUrl);
    await this.#writers.repeatUnknown();
    this.#run = { recovered, asked: await databaseRecords(directUrl) };
  }

  #isWellSince(sinceMs: number): boolean {
    return this.#environment.outageWatch.wellAtMs(sinceMs) !== undefined;
  }

  async #more(use: DailyUse, count: number): Promise<void> {
    const enough = use.ended + count;
    await this.#environment.until(
      () => use.ended >= enough,
      () => `only ${count - (enough - use.ended)} of ${count} readings and writes had ended`,
      15_000,
    );
  }
}
