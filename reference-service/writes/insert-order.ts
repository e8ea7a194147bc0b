import type { PoolClient } from 'pg';
import type { WriteResult } from './apply-write';
import { totalCentsOf } from './order';
import type { Write } from './write';

/** Inserts the order, its lines and its event, inside the caller's transaction: all of them or none. */
export async function insertOrder(
  client: PoolClient,
  { id, user, payload: { order } }: Extract<Write, { kind: 'place order' }>,
): Promise<WriteResult> {
  const totalCents = totalCentsOf(order);
  await client.query('INSERT INTO orders (id, owner, total_cents) VALUES ($1, $2, $3)', [
    id,
    user,
    totalCents,
  ]);
  await client.query(
    `INSERT INTO order_lines (order_id, position, product, quantity, unit_price_cents)
     SELECT $1, position, product, quantity, cents
     FROM unnest($2::text[], $3::integer[], $4::bigint[]) WITH ORDINALITY AS line (product, quantity, cents, position)`,
    [
      id,
      order.lines.map(({ product }) => product),
      order.lines.map(({ quantity }) => quantity),
      order.lines.map(({ unitPriceCents }) => unitPriceCents),
    ],
  );
  await client.query(`INSERT INTO order_events (order_id, kind, total_cents) VALUES ($1, 'placed', $2)`, [
    id,
    totalCents,
  ]);
  return { id, totalCents };
}
