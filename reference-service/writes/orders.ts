import type { Database } from '../database/database';
import { UserError } from '../errors/user-error';
import type { OrderLine } from './order';

/** An order as its owner reads it; amounts in cents. */
export interface PlacedOrder {
  id: string;
  totalCents: number;
  placedAt: string;
  lines: OrderLine[];
  events: string[];
}

/** Orders in PostgreSQL. Each belongs to one user; nobody else learns that it exists. */
export class Orders {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Reads one.
   * @throws UserError `not_found` when there is none for this owner, `not_checkable` when that cannot be known now.
   */
  async read(owner: string, id: string): Promise<PlacedOrder> {
    try {
      const rows = await this.#database.run((client) => client.query(select, [id, owner]));
      if (rows.rowCount === 0) throw new UserError('not_found');
      const { total_cents, placed_at, lines, events } = rows.rows[0];
      return { id, totalCents: Number(total_cents), placedAt: placed_at.toISOString(), lines, events };
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError('not_checkable', { retryAfterMs: 1_000, cause: error });
    }
  }
}

const select = `
  SELECT total_cents, placed_at,
    (SELECT json_agg(json_build_object('product', product, 'quantity', quantity, 'unitPriceCents', unit_price_cents)
       ORDER BY position) FROM order_lines WHERE order_id = orders.id) AS lines,
    (SELECT json_agg(kind ORDER BY happened_at) FROM order_events WHERE order_id = orders.id) AS events
  FROM orders WHERE id = $1 AND owner = $2`;
