import type { PoolClient } from 'pg';
import { UserError } from '../errors/user-error';
import { insertMessages } from './insert-messages';
import { insertOrders } from './insert-orders';
import type { Write } from './write';

/** What a write led to, as its user is told. */
export type WriteResult = { id: string; position: number } | { id: string; totalCents: number };

export interface Applied {
  result: WriteResult;
  /** It had been applied before; nothing was changed now. */
  isRepeated: boolean;
}

export interface ApplyOptions {
  /** The first statement of the transaction; what it throws undoes everything. */
  guard?: (client: PoolClient) => Promise<void>;
  /** Called just before COMMIT is sent: a failure before it surely changed nothing, one after it is unknown. */
  onCommit?: () => void;
}

/**
 * Applies writes in their order, each exactly once however often it is called: in one transaction the users' keys are
 * claimed and the writes done, all of them or none. How often the database is asked does not depend on how many there are.
 * @param writes of which no two have the same user and key.
 * @returns what became of each, in their order.
 * @throws UserError `key_reused` when a key stands for another payload, `not_found` when there is no such thread of this
 *   user's, after which the transaction is rolled back; else what the database says, and the connection must not be used again.
 */
export async function applyWrites(
  client: PoolClient,
  writes: readonly Write[],
  options: ApplyOptions = {},
): Promise<Applied[]> {
  await client.query('BEGIN');
  try {
    await options.guard?.(client);
    const before = await claimed(client, writes);
    const now = await done(
      client,
      writes.filter(({ id }) => !before.has(id)),
    );
    options.onCommit?.();
    await client.query('COMMIT');
    return writes.map(({ id }) => ({
      result: (before.get(id) ?? now.get(id)) as WriteResult,
      isRepeated: before.has(id),
    }));
  } catch (error) {
    if (error instanceof UserError) await client.query('ROLLBACK');
    throw error;
  }
}

/** Claims the keys. @returns what was applied under them before, by the id of the write; the others are ours now. */
async function claimed(client: PoolClient, writes: readonly Write[]): Promise<Map<string, WriteResult>> {
  const names = [writes.map(({ user }) => user), writes.map(({ key }) => key)];
  // Waits for whoever is claiming the same key at this moment.
  const claim = await client.query(
    `INSERT INTO writes (owner, key, kind, payload_hash, result)
     SELECT owner, key, kind, hash, 'null'
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS new (owner, key, kind, hash)
     ON CONFLICT (owner, key) DO NOTHING`,
    [...names, writes.map(({ kind }) => kind), writes.map(({ payloadHash }) => payloadHash)],
  );
  if (claim.rowCount === writes.length) return new Map();
  const known = await client.query(
    `SELECT owner, key, payload_hash, result FROM writes
     WHERE (owner, key) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    names,
  );
  const before = new Map<string, WriteResult>();
  for (const { id, user, key, payloadHash } of writes) {
    const row = known.rows.find((each) => each.owner === user && each.key === key);
    if (row.payload_hash !== payloadHash) throw new UserError('key_reused');
    // A claim of ours has no result yet.
    if (row.result !== null) before.set(id, row.result);
  }
  return before;
}

async function done(client: PoolClient, writes: readonly Write[]): Promise<Map<string, WriteResult>> {
  if (writes.length === 0) return new Map();
  const messages = writes.filter((write) => write.kind === 'add message');
  const orders = writes.filter((write) => write.kind === 'place order');
  const results = new Map([
    ...(await insertMessages(client, messages)),
    ...(await insertOrders(client, orders)),
  ]);
  await client.query(
    `UPDATE writes SET result = new.result::jsonb
     FROM unnest($1::text[], $2::text[], $3::text[]) AS new (owner, key, result)
     WHERE writes.owner = new.owner AND writes.key = new.key`,
    [
      writes.map(({ user }) => user),
      writes.map(({ key }) => key),
      writes.map(({ id }) => JSON.stringify(results.get(id))),
    ],
  );
  return results;
}
