import { type Database, isDatabaseFailure } from '../database/database';
import { UserError } from '../errors/user-error';
import type { Journal } from '../journal/journal';
import { JournalUnavailable } from '../journal/journal-unavailable';
import { type Applied, applyWrites } from './apply-writes';
import type { Write } from './write';
import type { WriteWatch } from './write-watch';

/** What a user is told of a write that was not refused. */
export type Accepted = ({ status: 'applied' } & Applied) | { status: 'pending'; id: string; key: string };

/** What `Writes` reports; for metrics and for whoever replays. */
export interface WriteEvents {
  appended?: () => void;
  journalFull?: () => void;
  watch?: WriteWatch;
}

/**
 * Where writes go: into PostgreSQL, or, when it surely did not take them, into the journal behind all that waits there.
 * Nothing overtakes: while something waits, or may wait, nothing goes directly.
 */
export class Writes {
  readonly #database: Database;
  readonly #journal: Journal | undefined;
  readonly #events: WriteEvents;
  readonly #handoverMs: number;

  /**
   * @param journal undefined: without one, what PostgreSQL does not take is refused.
   * @param handoverMs so long a write waits for the journal to be empty while it is being emptied, before it goes behind.
   */
  constructor(database: Database, journal: Journal | undefined, events: WriteEvents = {}, handoverMs = 0) {
    this.#handoverMs = handoverMs;
    this.#database = database;
    this.#journal = journal;
    this.#events = events;
  }

  /**
   * Applies the write or keeps it to be applied later; either way once.
   * @throws UserError `write_refused`, `journal_full` (surely nothing was changed), `write_unknown` (it may have been; to be
   *   repeated with the same key), `key_reused`, `not_found`.
   */
  async submit(write: Write): Promise<Accepted> {
    if (this.#journal && !(await this.#mayGoDirectly(this.#journal))) return this.#append(write, undefined);
    let isCommitSent = false;
    try {
      const onCommit = (): void => {
        isCommitSent = true;
      };
      const [applied] = await this.#database.run((client) => applyWrites(client, [write], { onCommit }));
      this.#database.noteWritability(true);
      const { result, isRepeated } = applied as Applied;
      await this.#events.watch?.applied(write, result);
      return { status: 'applied', result, isRepeated };
    } catch (error) {
      if (error instanceof UserError && !['not_checkable', 'too_busy'].includes(error.code)) throw error;
      if (isCommitSent) {
        await this.#events.watch?.uncertain(write);
        throw new UserError('write_unknown', { retryAfterMs: 1_000, cause: error });
      }
      const isOut = error instanceof UserError || isDatabaseFailure(error);
      if (isOut && this.#journal) return this.#append(write, error);
      throw isTooBusy(error) ? error : refused(error);
    }
  }

  /** @throws UserError `write_refused` when that cannot be known and something may wait. */
  async #mayGoDirectly(journal: Journal): Promise<boolean> {
    try {
      if ((await journal.depth()) === 0) return true;
      if (!this.#isDatabaseThere) return false;
      await journal.empty(this.#handoverMs);
      return (await journal.depth()) === 0;
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) throw error;
      if (journal.isKnownEmpty) return true;
      throw refused(error);
    }
  }

  get #isDatabaseThere(): boolean {
    return this.#database.breaker.reading().state === 'closed' && !this.#database.isReadOnly;
  }

  async #append(write: Write, because: unknown): Promise<Accepted> {
    const journal = this.#journal as Journal;
    if (!journal.reading().isUsable) throw isTooBusy(because) ? because : refused(because);
    let outcome: Awaited<ReturnType<Journal['append']>>;
    try {
      outcome = await journal.append(write);
    } catch (error) {
      if (error instanceof JournalUnavailable && error.isUnknown)
        throw new UserError('write_unknown', { retryAfterMs: 1_000, cause: error });
      throw refused(error);
    }
    if (outcome === 'reused') throw new UserError('key_reused');
    if (outcome === 'full') {
      this.#events.journalFull?.();
      throw new UserError('journal_full', { retryAfterMs: 5_000, cause: because });
    }
    if (outcome === 'appended') this.#events.appended?.();
    return { status: 'pending', id: write.id, key: write.key };
  }
}

function isTooBusy(error: unknown): boolean {
  return error instanceof UserError && error.code === 'too_busy';
}

function refused(cause: unknown): UserError {
  const retryAfterMs = (cause instanceof UserError ? cause.retryAfterMs : undefined) ?? 1_000;
  return new UserError('write_refused', { retryAfterMs, cause });
}
