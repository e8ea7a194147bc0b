import type { Database } from '../database/database';
import type { Log } from '../telemetry/log';
import type { Lost, Named, PendingWrites } from './pending-writes';

/** What a look at the journal shows of its identity. */
export interface Seen {
  epoch: string;
  /** The last number that was given, which outlives the entries. */
  last: number;
  /** The lowest number that waits; `last + 1` when none does. */
  first: number;
}

/** What is there of the acknowledged writes, asked only when something is wrong. */
export type Inventory = () => Promise<ReadonlyMap<string, number | 'set aside'>>;

/**
 * The law of detection: when the journal is another one than was written to, says exactly which acknowledged writes went with
 * it. While PostgreSQL cannot be asked, everything that is missing is declared; what it turns out to have is withdrawn.
 */
export class LossDetection {
  readonly pending: PendingWrites;
  readonly #database: Database;
  readonly #log: Log;
  readonly #onLoss: (outcome: 'lost' | 'loss withdrawn', count: number) => void;
  readonly #settlesMs: number;
  #unchecked: Lost[];

  /** @param settlesMs after so long nobody is in the midst of applying a write that was declared lost meanwhile. */
  constructor(
    pending: PendingWrites,
    database: Database,
    log: Log,
    settlesMs: number,
    onLoss: (outcome: 'lost' | 'loss withdrawn', count: number) => void,
  ) {
    this.#settlesMs = settlesMs;
    this.pending = pending;
    this.#database = database;
    this.#log = log;
    this.#onLoss = onLoss;
    // Whether they had been checked before a restart is not known.
    this.#unchecked = [...pending.lost.values()];
  }

  /** @returns whether the journal is the one that was written to. */
  async compare(seen: Seen, inventory: Inventory): Promise<boolean> {
    const { epoch, last } = this.pending;
    if (epoch === undefined) this.pending.restart(seen.epoch, seen.last, new Map(), []);
    else if (seen.epoch === epoch && seen.last >= last) this.pending.settledBelow(seen.first);
    else {
      await this.#declare(seen, await inventory());
      return false;
    }
    await this.#checkAgain();
    return true;
  }

  async #declare(seen: Seen, there: ReadonlyMap<string, number | 'set aside'>): Promise<void> {
    const isMissing = ({ writeId }: Named): boolean => !there.has(writeId);
    const dealtWith = await this.#dealtWith([...this.pending.pending.values()].filter(isMissing));
    // From here on nothing is waited for: what was acknowledged until now is either taken over or declared.
    const all = [...this.pending.pending.values()];
    const lost = all.filter((named) => isMissing(named) && !dealtWith?.has(named.writeId));
    const still = new Map<number, Named>();
    for (const named of all) {
      const where = there.get(named.writeId);
      if (typeof where === 'number') still.set(where, named);
    }
    this.pending.restart(seen.epoch, seen.last, still, lost);
    const writes = lost.map(({ user, key, writeId }) => ({ user, key, id: writeId }));
    const line = { event: 'journal.storage-replaced', lost: lost.length, kept: still.size };
    this.#log.error(line, 'the journal is not the one that was written to: its storage was lost or replaced');
    if (lost.length === 0) return;
    // Also what was not found: somebody may be about to commit it.
    this.#unchecked.push(...lost.flatMap(({ writeId }) => this.pending.lost.get(writeId) ?? []));
    this.#onLoss('lost', lost.length);
    this.#log.fatal(
      { event: 'journal.writes-lost', alert: true, isChecked: dealtWith !== undefined, writes },
      `${lost.length} accepted writes were lost with the journal's storage; tell their users`,
    );
  }

  async #checkAgain(): Promise<void> {
    if (this.#unchecked.length === 0 || this.#database.breaker.reading().state !== 'closed') return;
    const checked = this.#unchecked;
    const dealtWith = await this.#dealtWith(checked);
    if (!dealtWith) return;
    const isOpen = ({ declaredAtMs }: Lost): boolean => Date.now() - declaredAtMs < this.#settlesMs;
    this.#unchecked = this.#unchecked.filter((each) => !checked.includes(each) || isOpen(each));
    this.#withdraw(checked.filter(({ writeId }) => dealtWith.has(writeId)));
  }

  /** What was declared lost is in place all the same: it was about to be applied, or its user has sent it again. */
  applied(writeId: string): void {
    const lost = this.pending.lost.get(writeId);
    if (lost) this.#withdraw([lost]);
  }

  #withdraw(found: readonly Lost[]): void {
    const lost = found.filter(({ writeId }) => this.pending.lost.has(writeId));
    for (const { writeId } of lost) this.pending.found(writeId);
    if (lost.length === 0) return;
    const writes = lost.map(({ user, key, writeId }) => ({ user, key, id: writeId }));
    this.#onLoss('loss withdrawn', writes.length);
    const line = { event: 'journal.loss-withdrawn', alert: true, writes };
    this.#log.error(
      line,
      `${writes.length} writes that were declared lost are in place, or were rejected, after all`,
    );
  }

  /** The ids of those that were applied or rejected; undefined when the database cannot say. */
  async #dealtWith(writes: readonly Named[]): Promise<ReadonlySet<string> | undefined> {
    if (writes.length === 0) return new Set();
    try {
      const found = await this.#database.run((client) =>
        client.query(select, [writes.map(({ user }) => user), writes.map(({ key }) => key)]),
      );
      const names = new Set(found.rows.map(({ owner, key }) => JSON.stringify([owner, key])));
      const dealtWith = writes.filter(({ user, key }) => names.has(JSON.stringify([user, key])));
      return new Set(dealtWith.map(({ writeId }) => writeId));
    } catch {
      return undefined;
    }
  }
}

const select = `
  SELECT owner, key FROM unnest($1::text[], $2::text[]) AS named (owner, key)
  WHERE EXISTS (SELECT 1 FROM writes WHERE writes.owner = named.owner AND writes.key = named.key)
    OR EXISTS (SELECT 1 FROM rejected_writes AS rejected WHERE rejected.owner = named.owner AND rejected.key = named.key)`;
