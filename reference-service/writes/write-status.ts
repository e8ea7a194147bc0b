import type { Database } from '../database/database';
import { UserError } from '../errors/user-error';
import type { Journal, Kept } from '../journal/journal';
import type { WriteResult } from './apply-writes';
import { writeIdFor } from './write';

/** What became of the writes of a user under one key. */
export interface WriteStatus {
  key: string;
  status: 'pending' | 'applied' | 'rejected' | 'set aside' | 'lost';
  /** Of what was applied under the key, also when something else under it was rejected. */
  result?: WriteResult;
  /** Why it was rejected: the code of an error. */
  code?: string;
}

/** Tells users what became of what they sent. */
export class WriteStatuses {
  readonly #database: Database;
  readonly #journal: Journal | undefined;
  readonly #isLost: (writeId: string) => boolean;

  /** @param isLost whether the write with this id was declared lost. */
  constructor(
    database: Database,
    journal: Journal | undefined,
    isLost: (writeId: string) => boolean = () => false,
  ) {
    this.#isLost = isLost;
    this.#database = database;
    this.#journal = journal;
  }

  /**
   * @throws UserError `not_found` when this user wrote nothing under the key, `not_checkable` when that cannot be known now.
   */
  async of(user: string, key: string): Promise<WriteStatus> {
    const writeId = writeIdFor(user, key);
    // The journal first: what leaves it between the two questions is in the database by then.
    const kept = await this.kept(user, writeId);
    if (kept) return { key, status: kept.state };
    try {
      return await this.#inDatabase(user, key);
    } catch (error) {
      if (error instanceof UserError && this.#isLost(writeId)) return { key, status: 'lost' };
      throw error;
    }
  }

  async #inDatabase(user: string, key: string): Promise<WriteStatus> {
    try {
      const found = await this.#database.run((client) => client.query(select, [user, key]));
      const { result, code } = found.rows[0];
      if (code === null && result === null) throw new UserError('not_found');
      return {
        key,
        status: code === null ? 'applied' : 'rejected',
        ...(result === null ? {} : { result }),
        ...(code === null ? {} : { code }),
      };
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError('not_checkable', { retryAfterMs: 1_000, cause: error });
    }
  }

  /**
   * What is kept of this user's write with this id.
   * @throws UserError `not_checkable` when it may be kept and that cannot be known now.
   */
  async kept(user: string, writeId: string): Promise<Kept | undefined> {
    if (!this.#journal) return undefined;
    try {
      const kept = await this.#journal.find(writeId);
      return kept?.user === user ? kept : undefined;
    } catch (error) {
      if (this.#journal.isKnownEmpty) return undefined;
      throw new UserError('not_checkable', { retryAfterMs: 1_000, cause: error });
    }
  }
}

/** A rejection counts until the very same was applied after all. */
const select = `
  SELECT
    (SELECT result FROM writes WHERE owner = $1 AND key = $2) AS result,
    (SELECT code FROM rejected_writes AS rejected
      WHERE owner = $1 AND key = $2 AND NOT EXISTS (
        SELECT 1 FROM writes WHERE owner = $1 AND key = $2 AND payload_hash = rejected.payload_hash)
      ORDER BY rejected_at DESC LIMIT 1) AS code`;
