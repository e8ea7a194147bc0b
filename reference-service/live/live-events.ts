import type { Database } from '../database/database';
import type { LiveEvent } from './live-event';

/** The newest events of a user. */
export interface Newest {
  /** Of the last event; 0 when there was none. */
  readonly last: number;
  /** Without a gap, up to the last one. */
  readonly events: readonly LiveEvent[];
}

/** The events of users in PostgreSQL, where they stand beside what they tell of. */
export class LiveEvents {
  readonly #database: Database;
  readonly #keep: number;

  /** @param keep so many of the last events of each user are kept. */
  constructor(database: Database, keep: number) {
    this.#database = database;
    this.#keep = keep;
  }

  /**
   * What came after an event; no more than are kept.
   * @throws when the database does not say.
   */
  async after(owner: string, number: number): Promise<Newest> {
    return this.#database.run(async (client) => {
      // One statement, so that both halves speak of the same moment.
      const { rows } = await client.query(
        `SELECT p.last::int, e.number::int, e.message_id AS "messageId", m.thread_id AS thread, m.position, m.author, m.text
         FROM live_positions p
         LEFT JOIN live_events e ON e.owner = p.owner AND e.number > greatest($2, p.last - $3)
         LEFT JOIN messages m ON m.id = e.message_id
         WHERE p.owner = $1 ORDER BY e.number`,
        [owner, number, this.#keep],
      );
      const events = rows.filter((row) => row.number !== null).map(({ last: _, ...event }) => event);
      return { last: rows[0]?.last ?? 0, events };
    });
  }

  /** Lets go of what is kept no longer. @throws when the database does not. */
  async prune(owner: string, last: number): Promise<void> {
    const upTo = last - this.#keep;
    if (upTo <= 0) return;
    await this.#database.run((client) =>
      client.query('DELETE FROM live_events WHERE owner = $1 AND number <= $2', [owner, upTo]),
    );
  }
}
