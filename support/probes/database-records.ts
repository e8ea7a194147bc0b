import { Client } from 'pg';

/** A message as it stands in the database. */
export interface MessageRecord {
  readonly threadId: string;
  readonly position: number;
  readonly text: string;
}

/** An order as it stands in the database, with all that belongs to it. Amounts in hundredths. */
export interface OrderRecord {
  readonly id: string;
  readonly owner: string;
  readonly totalCents: number;
  readonly lines: readonly { product: string; quantity: number; unitPriceCents: number }[];
  readonly events: readonly { totalCents: number }[];
}

/** Everything that was written. */
export interface DatabaseRecords {
  readonly messages: readonly MessageRecord[];
  readonly orders: readonly OrderRecord[];
}

/**
 * Reads what stands in the database, past the service: the tables named in docs/observable-contract.md.
 * @throws whatever the database says.
 */
export async function databaseRecords(directUrl: string): Promise<DatabaseRecords> {
  const client = new Client({ connectionString: directUrl, application_name: 'harness question' });
  await client.connect();
  try {
    const messages = await client.query(
      'SELECT thread_id AS "threadId", position, text FROM messages ORDER BY thread_id, position',
    );
    const orders = await client.query('SELECT id, owner, total_cents::float8 AS "totalCents" FROM orders');
    const lines = await client.query(
      'SELECT order_id AS id, product, quantity, unit_price_cents::float8 AS "unitPriceCents" FROM order_lines ORDER BY position',
    );
    const events = await client.query(
      'SELECT order_id AS id, total_cents::float8 AS "totalCents" FROM order_events',
    );
    const of = <T extends { id: string }>(rows: T[], id: string): T[] => rows.filter((row) => row.id === id);
    return {
      messages: messages.rows,
      orders: orders.rows.map((order) => ({
        ...order,
        lines: of(lines.rows, order.id),
        events: of(events.rows, order.id),
      })),
    };
  } finally {
    await client.end();
  }
}
