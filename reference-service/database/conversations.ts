import { randomUUID } from 'node:crypto';
import { UserError } from '../errors/user-error';
import { type Database, isReadOnlyRefusal } from './database';

/** A conversation as its owner reads it. */
export interface Conversation {
  id: string;
  title: string;
  messages: { position: number; author: string; text: string }[];
}

/** Conversations in PostgreSQL. Each belongs to one user; nobody else learns that it exists. */
export class Conversations {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Whether the database is asked, as far as is known. */
  get isCheckable(): boolean {
    return this.#database.breaker.reading().state === 'closed';
  }

  /** Begins one. @returns its id. */
  async begin(owner: string, title: string): Promise<string> {
    const id = randomUUID();
    await this.#written((client) =>
      client.query('INSERT INTO threads (id, owner, title) VALUES ($1, $2, $3)', [id, owner, title]),
    );
    return id;
  }

  /**
   * Reads one.
   * @throws UserError `not_found` when there is none for this owner, `not_checkable` when that cannot be known now.
   */
  async read(owner: string, id: string): Promise<Conversation> {
    return this.#checked(async () =>
      this.#database.run(async (client) => {
        const threads = await client.query('SELECT title FROM threads WHERE id = $1 AND owner = $2', [
          id,
          owner,
        ]);
        if (threads.rowCount === 0) throw new UserError('not_found');
        const messages = await client.query(
          'SELECT position, author, text FROM messages WHERE thread_id = $1 ORDER BY position',
          [id],
        );
        return { id, title: threads.rows[0].title, messages: messages.rows };
      }),
    );
  }

  /** Refused is what surely did not happen; once something was sent, a failure leaves it unknown. */
  async #written<T>(work: (client: import('pg').PoolClient) => Promise<T>): Promise<T> {
    let wasSent = false;
    try {
      return await this.#database.run((client) => {
        wasSent = true;
        return work(client);
      });
    } catch (error) {
      if (error instanceof UserError) {
        if (error.code !== 'not_checkable') throw error;
        throw new UserError('write_refused', { retryAfterMs: error.retryAfterMs ?? 1_000, cause: error });
      }
      const isUnknown = wasSent && !isReadOnlyRefusal(error);
      throw new UserError(isUnknown ? 'write_unknown' : 'write_refused', {
        retryAfterMs: 1_000,
        cause: error,
      });
    }
  }

  async #checked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError('not_checkable', { retryAfterMs: 1_000, cause: error });
    }
  }
}
