import type { PoolClient } from 'pg';
import { nowMs } from '../clock';
import { UserError } from '../errors/user-error';
import { insertMessage } from './insert-message';
import { insertOrder } from './insert-order';
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
 * Applies a write exactly once, however often it is called: in one transaction the user's key is claimed and the write done.
 * @throws UserError `key_reused` when the key stands for another payload, `not_found` when there is no such thread of this
 *   user's, after which the transaction is rolled back; else what the database says, and the connection must not be used again.
 */
export async function applyWrite(
  client: PoolClient,
  write: Write,
  options: ApplyOptions = {},
): Promise<Applied> {
  await client.query('BEGIN');
  try {
    await options.guard?.(client);
    const applied = (await claimed(client, write)) ?? (await done(client, write));
    options.onCommit?.();
    await client.query('COMMIT');
    return applied;
  } catch (error) {
    if (error instanceof UserError) await client.query('ROLLBACK');
    throw error;
  }
}

/**
 * Applies the first of these, in their order and in one transaction: as many as can be done in the time, at least one. It
 * costs one flush to the disk for all of them. Any failure undoes everything.
 * @returns one result for each that was applied. @throws as `applyWrite` does.
 */
export async function applyTogether(
  client: PoolClient,
  writes: readonly Write[],
  { guard, withinMs }: Required<Pick<ApplyOptions, 'guard'>> & { withinMs: number },
): Promise<WriteResult[]> {
  const untilMs = nowMs() + withinMs;
  const results: WriteResult[] = [];
  await client.query('BEGIN');
  try {
    await guard(client);
    for (const write of writes) {
      const { result } = (await claimed(client, write)) ?? (await done(client, write));
      results.push(result);
      if (nowMs() > untilMs) break;
    }
    await client.query('COMMIT');
    return results;
  } catch (error) {
    if (error instanceof UserError) await client.query('ROLLBACK');
    throw error;
  }
}

/** Claims the key. @returns what was applied under it before, undefined when it is ours now. */
async function claimed(client: PoolClient, write: Write): Promise<Applied | undefined> {
  const { user, key, kind, payloadHash } = write;
  // Waits for whoever is claiming the same key at this moment.
  const claim = await client.query(
    `INSERT INTO writes (owner, key, kind, payload_hash, result) VALUES ($1, $2, $3, $4, 'null')
     ON CONFLICT (owner, key) DO NOTHING`,
    [user, key, kind, payloadHash],
  );
  if (claim.rowCount === 1) return undefined;
  const before = await client.query('SELECT payload_hash, result FROM writes WHERE owner = $1 AND key = $2', [
    user,
    key,
  ]);
  if (before.rows[0].payload_hash !== payloadHash) throw new UserError('key_reused');
  return { result: before.rows[0].result, isRepeated: true };
}

async function done(client: PoolClient, write: Write): Promise<Applied> {
  const result =
    write.kind === 'add message' ? await insertMessage(client, write) : await insertOrder(client, write);
  await client.query('UPDATE writes SET result = $3 WHERE owner = $1 AND key = $2', [
    write.user,
    write.key,
    JSON.stringify(result),
  ]);
  return { result, isRepeated: false };
}
