import type { PoolClient } from 'pg';
import { UserError } from '../errors/user-error';
import type { WriteResult } from './apply-write';
import type { Write } from './write';

/**
 * Adds the message at the end of its thread, inside the caller's transaction.
 * @throws UserError `not_found` when the thread is not there or somebody else's.
 */
export async function insertMessage(
  client: PoolClient,
  { id, user, payload }: Extract<Write, { kind: 'add message' }>,
): Promise<WriteResult> {
  const locked = 'SELECT 1 FROM threads WHERE id = $1 AND owner = $2 FOR UPDATE';
  if ((await client.query(locked, [payload.thread, user])).rowCount === 0) throw new UserError('not_found');
  const inserted = await client.query(
    `INSERT INTO messages (id, thread_id, position, author, text)
     SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4 FROM messages WHERE thread_id = $2
     RETURNING position`,
    [id, payload.thread, user, payload.text],
  );
  return { id, position: inserted.rows[0].position };
}
