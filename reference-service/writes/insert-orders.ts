import type { PoolClient } from 'pg';
import type { WriteResult } from './apply-writes';
import { totalCentsOf } from './order';
import type { Write } from './write';

/**
 * Inserts the orders, their lines and their events, inside the caller's transaction: all of them or none.
 * @returns their totals, by the id of the write.
 */
export async function insertOrders(
  client: PoolClient,
  writes: readonly Extract<Write, { kind: 'place order' }>[],
): Promise<Map<string, WriteResult>> {
  if (writes.length === 0) return new Map();
  const ids = writes.map(({ id }) => id);
  const totals = writes.map(({ payload }) => totalCentsOf(payload.order));
  await client.query(
    `INSERT INTO orders (id, owner, total_cents) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[])`,
    [ids, writes.map(({ user }) => user), totals],
  );
  const lines = writes.flatMap(({ id, payload }) =>
    payload.order.lines.map((line, index) => ({ id, position: index + 1, ...line })),
  );
  await client.query(
    `INSERT INTO order_lines (order_id, position, product, quantity, unit_price_cents)
     SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::integer[], $5::bigint[])`,
    [
      lines.map(({ id }) => id),
      lines.map(({ position }) => position),
      lines.map(({ product }) => product),
      lines.map(({ quantity }) => quantity),
      lines.map(({ unitPriceCents }) => unitPriceCents),
    ],
  );
  await client.query(
    `INSERT INTO order_events (order_id, kind, total_cents)
     SELECT id, 'placed', cents FROM unnest($1::uuid[], $2::bigint[]) AS new (id, cents)`,
    [ids, totals],
  );
  return new Map(ids.map((id, index) => [id, { id, totalCents: totals[index] as number }]));
}
