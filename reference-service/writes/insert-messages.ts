import type { PoolClient } from 'pg';
import { UserError } from '../errors/user-error';
import { recordLiveEvents } from '../live/record-live-events';
import type { WriteResult } from './apply-writes';
import type { Write } from './write';

/**
 * Adds each message at the end of its thread, in the order given, inside the caller's transaction.
 * Their owners are told of them live.
 * @returns where they stand, by the id of the write.
 * @throws UserError `not_found` when a thread is not there or somebody else's.
 */
export async function insertMessages(
  client: PoolClient,
  writes: readonly Extract<Write, { kind: 'add message' }>[],
): Promise<Map<string, WriteResult>> {
  if (writes.length === 0) return new Map();
  const threads = writes.map(({ payload }) => payload.thread);
  const users = writes.map(({ user }) => user);
  // Until the end of the transaction nobody else adds to them. In one order, so that two cannot wait for each other.
  const locked = await client.query(
    `SELECT id, owner FROM threads
     WHERE (id, owner) IN (SELECT * FROM unnest($1::uuid[], $2::text[])) ORDER BY id FOR UPDATE`,
    [threads, users],
  );
  const owners = new Map(locked.rows.map(({ id, owner }) => [id, owner]));
  if (writes.some(({ user, payload }) => owners.get(payload.thread) !== user))
    throw new UserError('not_found');
  const inserted = await client.query(
    `INSERT INTO messages (id, thread_id, position, author, text)
     SELECT id, thread,
       coalesce((SELECT max(position) FROM messages WHERE thread_id = thread), 0)
         + row_number() OVER (PARTITION BY thread ORDER BY place),
       author, text
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) WITH ORDINALITY
       AS new (id, thread, author, text, place)
     RETURNING id, position`,
    [writes.map(({ id }) => id), threads, users, writes.map(({ payload }) => payload.text)],
  );
  await recordLiveEvents(client, writes);
  return new Map(inserted.rows.map(({ id, position }) => [id, { id, position }]));
}
