import { UserError } from '../errors/user-error';
import type { Policy } from '../policy';
import type { Log } from '../telemetry/log';
import type { AnalyticsStore, UsageLine } from './analytics-store';
import { UsageBuffer } from './usage-buffer';
import type { UsageEvent } from './usage-event';

/**
 * Records what users do, and tells them of it. Recording never waits and never fails: events are kept in memory, within
 * bounds, and stored in batches. While ClickHouse is out they wait; beyond the bound they are dropped and counted.
 */
export class Analytics {
  readonly #store: AnalyticsStore;
  readonly #policy: Policy['analytics'];
  readonly #log: Log;
  readonly #buffer: UsageBuffer;
  #timer: NodeJS.Timeout | undefined;
  #storing: Promise<void> | undefined;
  #stored = 0;
  /** Whether dropping has been written down since it began. */
  #saidDropping = false;

  constructor(store: AnalyticsStore, policy: Policy['analytics'], log: Log) {
    this.#store = store;
    this.#policy = policy;
    this.#log = log;
    this.#buffer = new UsageBuffer(policy.bufferCapacity);
  }

  start(): void {
    this.#timer = setInterval(() => this.flush(), this.#policy.flushMs);
    this.#timer.unref();
  }

  /** Costs nothing and waits for nothing. */
  record(event: UsageEvent): void {
    if (this.#buffer.add(event) || this.#saidDropping) return;
    this.#saidDropping = true;
    this.#log.warn(
      { event: 'usage.dropping', waiting: this.#buffer.waiting },
      'as many usage events wait as may; further ones are dropped and counted',
    );
  }

  /** Stores what waits, unless that is being done already; to be called when ClickHouse is there again, too. */
  flush(): void {
    this.#storing ??= this.#storeAll().finally(() => {
      this.#storing = undefined;
    });
  }

  /** What this user did. @throws UserError `usage_unavailable` when it cannot be shown now. */
  async usageOf(user: string): Promise<UsageLine[]> {
    const lines = await this.#store.usageOf(user).catch((cause: unknown) => {
      throw new UserError('usage_unavailable', { retryAfterMs: this.#policy.flushMs, cause });
    });
    if (!lines) throw new UserError('usage_unavailable', { retryAfterMs: this.#policy.flushMs });
    return lines;
  }

  reading(): { waiting: number; stored: number; dropped: number } {
    return { waiting: this.#buffer.waiting, stored: this.#stored, dropped: this.#buffer.dropped };
  }

  /** Stores what it can once more; what cannot be stored is lost with this instance, and written down. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#storing;
    await this.#storeAll();
    const { waiting, dropped } = this.reading();
    if (waiting + dropped > 0)
      this.#log.warn(
        { event: 'usage.lost', waiting, dropped },
        `${waiting + dropped} usage events will stand in no report`,
      );
  }

  /** Batch after batch, as long as that succeeds. */
  async #storeAll(): Promise<void> {
    while (this.#buffer.waiting > 0) {
      const batch = this.#buffer.first(this.#policy.batchSize);
      // Its failure has been written down, and the batch is tried again at the next flush.
      const isStored = await this.#store.store(batch).catch(() => false);
      if (!isStored) return;
      this.#buffer.remove(batch.length);
      this.#stored += batch.length;
      this.#saidDropping = false;
    }
  }
}
