import type { Registry } from 'prom-client';
import type { Database } from '../database/database';
import type { Policy } from '../policy';
import type { Cache } from '../redis/cache';
import { JournalMetrics } from '../telemetry/journal-metrics';
import type { Log } from '../telemetry/log';
import { Orders } from '../writes/orders';
import { WriteStatuses } from '../writes/write-status';
import type { WriteWatch } from '../writes/write-watch';
import { Writes } from '../writes/writes';
import { Journal } from './journal';
import { Lease } from './lease';
import { LossDetection } from './loss-detection';
import { PendingWrites } from './pending-writes';
import { Replay, type ReplayOutcome } from './replay';

/** Writes, the journal behind them and its replay, put together. */
export class DurableWrites {
  readonly writes: Writes;
  readonly statuses: WriteStatuses;
  readonly orders: Orders;
  readonly #cache: Cache | undefined;
  readonly #journal: Journal | undefined;
  readonly #replay: Replay | undefined;
  readonly #pending: PendingWrites | undefined;
  readonly #lookMs: number;
  readonly #lossNoticeMs: number;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param cache undefined: no journal.
   * @param stateFolder where it is kept, apart from Redis, what was acknowledged; undefined: in memory only.
   * @param onChange is told when what `reading` says has changed.
   * @param watch is told of what is applied, now or later, before its user is.
   */
  constructor(
    database: Database,
    cache: Cache | undefined,
    policy: Policy,
    log: Log,
    registry: Registry,
    stateFolder: string | undefined,
    onChange: () => void,
    watch?: WriteWatch,
  ) {
    this.#cache = cache;
    this.#lookMs = policy.journal.lookMs;
    this.#lossNoticeMs = policy.journal.lossNoticeMs;
    if (this.#cache) {
      if (stateFolder === undefined)
        log.warn(
          { event: 'journal.no-state-folder' },
          'without a stateFolder, a loss of the journal during a restart goes unnoticed',
        );
      this.#pending = new PendingWrites(stateFolder);
      // By then whoever was applying one has committed it, or was given up by PostgreSQL.
      const settlesMs = policy.database.queryMs + policy.database.idleInTransactionMs;
      const detection = new LossDetection(this.#pending, database, log, settlesMs, (outcome, count) => {
        metrics.entry(outcome, count);
        onChange();
      });
      const watching: WriteWatch = {
        applied: async (write, result) => {
          detection.applied(write.id);
          await watch?.applied(write, result);
        },
        uncertain: async (write) => watch?.uncertain(write),
      };
      const journal: Journal = new Journal(this.#cache, policy.journal, log, detection, onChange);
      const metrics = new JournalMetrics(registry, () => journal.reading());
      const lease = new Lease(this.#cache, database, policy.journal.leaseMs);
      const onOutcome = (outcome: ReplayOutcome): void => metrics.entry(outcome);
      const replay = new Replay(journal, database, lease, policy.journal, log, onOutcome, watching);
      this.#journal = journal;
      this.#replay = replay;
      const events = {
        appended: () => {
          metrics.entry('appended');
          replay.wakeLater();
        },
        journalFull: () => metrics.entry('full'),
        watch: watching,
      };
      this.writes = new Writes(database, journal, events, policy.journal.handoverMs);
    } else this.writes = new Writes(database, undefined, watch ? { watch } : {});
    this.statuses = new WriteStatuses(
      database,
      this.#journal,
      (writeId) => this.#pending?.lost.has(writeId) ?? false,
    );
    this.orders = new Orders(database);
  }

  /** For the service level. */
  reading(): { journalIsUsable: boolean; journalMayHold: boolean; hasLostWrites: boolean } {
    const sinceMs = Date.now() - this.#lossNoticeMs;
    const lost = [...(this.#pending?.lost.values() ?? [])];
    return {
      hasLostWrites: lost.some(({ declaredAtMs }) => declaredAtMs > sinceMs),
      journalIsUsable: this.#journal?.reading().isUsable ?? false,
      journalMayHold: this.#journal !== undefined && !this.#journal.isKnownEmpty,
    };
  }

  /** Whether accepted writes would be kept, and if not, why not. */
  journalReadiness(): { isUsable: boolean; because?: string } {
    const { isUsable, unmet } = this.#journal?.reading() ?? { isUsable: false, unmet: 'there is none' };
    return { isUsable, ...(isUsable ? {} : { because: unmet ?? 'it has not been seen yet' }) };
  }

  /** Looks at the journal for the first time, and from then on. Resolves after that, at the latest after `withinMs`. */
  async start(withinMs: number): Promise<void> {
    if (!this.#cache) return;
    const firstLook = new Promise<void>((resolve) => {
      this.#cache?.onReady(() => void this.#look().then(resolve));
      setTimeout(resolve, withinMs).unref();
    });
    await firstLook;
    this.#schedule();
  }

  /** To be told of the database's breaker. */
  databaseChanged(): void {
    this.#replay?.wake();
  }

  /** Finishes what is under way and leaves the journal as it is. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#replay?.stop();
    this.#pending?.close();
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      void this.#look().then(() => {
        if (this.#timer) this.#schedule();
      });
    }, this.#lookMs);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    await this.#journal?.look().catch(() => {}); // The breaker knows; what was seen last stands.
    this.#replay?.wake();
  }
}
