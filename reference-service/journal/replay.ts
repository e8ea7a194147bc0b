import { type Database, isDatabaseFailure } from '../database/database';
import { UserError } from '../errors/user-error';
import type { JournalPolicy } from '../policy';
import type { Log } from '../telemetry/log';
import { type Applied, applyWrites } from '../writes/apply-writes';
import type { Write } from '../writes/write';
import type { WriteWatch } from '../writes/write-watch';
import type { Journal } from './journal';
import type { JournalEntry } from './journal-entry';
import { type Lease, StaleLease } from './lease';
import { recordRejection } from './rejections';

/** What became of an entry. */
export type ReplayOutcome = 'applied' | 'rejected' | 'set aside';

/**
 * So many are applied in one transaction and leave the journal in one step. One by one a busy machine would replay less
 * than users write meanwhile, all of which has to wait behind it, and the journal would never be empty again.
 */
const batch = 10;
/** The database is there, but this was not the moment: serialization failure, deadlock, lock not available. */
const passing = /^(40001|40P01|55P03)$/;

/** Applies what waits in the journal, in its order, each exactly once, whenever the database is there. */
export class Replay {
  readonly #journal: Journal;
  readonly #database: Database;
  readonly #lease: Lease;
  readonly #policy: JournalPolicy;
  readonly #log: Log;
  readonly #onOutcome: (outcome: ReplayOutcome) => void;
  readonly #watch: WriteWatch | undefined;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(
    journal: Journal,
    database: Database,
    lease: Lease,
    policy: JournalPolicy,
    log: Log,
    onOutcome: (outcome: ReplayOutcome) => void,
    watch?: WriteWatch,
  ) {
    this.#watch = watch;
    this.#journal = journal;
    this.#database = database;
    this.#lease = lease;
    this.#policy = policy;
    this.#log = log;
    this.#onOutcome = onOutcome;
  }

  /** Begins, unless it is under way or cannot succeed now. Goes on by itself until the journal is empty. */
  wake(): void {
    const isOut = this.#database.breaker.reading().state !== 'closed';
    if (this.#isStopped || this.#running || isOut || this.#journal.isKnownEmpty) return;
    clearTimeout(this.#timer);
    this.#running = this.#run()
      .catch((error: Error) => {
        this.#log.warn(
          { event: 'journal.replay-interrupted', cause: error.message },
          'a replay was interrupted',
        );
      })
      .finally(() => {
        this.#running = undefined;
        if (!this.#isStopped && !this.#journal.isKnownEmpty) this.wakeLater();
      });
  }

  /** Soon: the database seems to be there, and yet a write did not get through. */
  wakeLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), this.#policy.retryMs);
    this.#timer.unref();
  }

  /** Finishes the entry under way and leaves the others where they are. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    if ((await this.#journal.depth()) === 0) return;
    if (!(await this.#lease.take())) return;
    let replayed = 0;
    try {
      while (!this.#isStopped) {
        const entries = await this.#journal.first(batch);
        if (entries.length === 0) break;
        if (!(await this.#lease.hold())) return;
        if (await this.#replayTogether(entries)) {
          replayed += entries.length;
          continue;
        }
        for (const entry of entries) {
          if (this.#isStopped || !(await this.#lease.hold())) return;
          await this.#replay(entry);
          replayed += 1;
        }
      }
    } finally {
      await this.#lease.release().catch(() => {}); // It ends by itself.
      if (replayed > 0)
        this.#log.info(
          { event: 'journal.replayed', entries: replayed },
          `${replayed} writes left the journal`,
        );
    }
  }

  /**
   * @returns false, with nothing changed, when one of them is not to be applied: then each is looked at by itself.
   * @throws when they have to wait.
   */
  async #replayTogether(entries: readonly JournalEntry[]): Promise<boolean> {
    const writes = entries.flatMap(({ write }) => write ?? []);
    if (writes.length < entries.length) return false;
    let applied: Applied[];
    try {
      applied = await this.#apply(writes);
    } catch (error) {
      if (mustWait(error) && !isRefusal(error)) throw error;
      return false;
    }
    await this.#told(writes, applied);
    await this.#journal.remove(...entries);
    for (const _ of entries) this.#onOutcome('applied');
    return true;
  }

  /** @throws when the rest has to wait: the database or Redis is out, or the lease is lost. */
  async #replay(entry: JournalEntry): Promise<void> {
    const { write } = entry;
    if (write === undefined) return this.#setAside(entry, 'it is no write');
    try {
      await this.#told([write], await this.#apply([write]));
    } catch (error) {
      if (isRefusal(error)) return this.#reject(entry, write, error);
      if (mustWait(error)) throw error;
      return this.#setAside(entry, reasonOf(error));
    }
    await this.#journal.remove(entry);
    this.#onOutcome('applied');
  }

  #apply(writes: readonly Write[]): Promise<Applied[]> {
    return this.#database.run((client) => applyWrites(client, writes, { guard: this.#lease.guard }));
  }

  async #told(writes: readonly Write[], applied: readonly Applied[]): Promise<void> {
    this.#database.noteWritability(true);
    await Promise.all(
      writes.map((write, index) => this.#watch?.applied(write, (applied[index] as Applied).result)),
    );
  }

  async #reject(entry: JournalEntry, write: Write, { code }: UserError): Promise<void> {
    await this.#database.run((client) => recordRejection(client, write, code, this.#lease.guard));
    await this.#journal.remove(entry);
    this.#onOutcome('rejected');
    this.#log.error(
      { ...about(entry), event: 'journal.rejected-after-acceptance', alert: true, code },
      `a write was accepted and could not be applied: ${code}; tell ${write.user}`,
    );
  }

  async #setAside(entry: JournalEntry, reason: string): Promise<void> {
    if (!(await this.#journal.setAside(entry, reason, this.#lease.holder))) throw new StaleLease();
    await this.#journal.depth();
    this.#onOutcome('set aside');
    this.#log.error(
      { ...about(entry), event: 'journal.set-aside', alert: true, reason },
      'a write fails for a reason of its own; it was set aside and waits for staff',
    );
  }
}

/** The write is at fault, not the moment. */
function isRefusal(error: unknown): error is UserError {
  return error instanceof UserError && error.code !== 'not_checkable';
}

function mustWait(error: unknown): boolean {
  if (error instanceof UserError || error instanceof StaleLease) return true;
  if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) return false;
  return isDatabaseFailure(error) || passing.test((error as { code?: string }).code ?? '');
}

/** Without the message, which may quote what a user wrote. */
function reasonOf(error: unknown): string {
  return (error as { code?: string }).code ?? (error as Error).name;
}

function about({ sequence, write, acceptedAtMs }: JournalEntry): object {
  return {
    sequence,
    user: write?.user,
    key: write?.key,
    kind: write?.kind,
    acceptedAt: new Date(acceptedAtMs).toISOString(),
  };
}
