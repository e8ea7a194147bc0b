import type { PoolClient } from 'pg';

/** On this channel PostgreSQL tells every instance whose events are new. */
export const liveChannel = 'live_events';

/**
 * Writes down, inside the transaction that adds messages, that their owners are to be told: what is added is told of, however
 * the service ends in between, and nothing else is (a transactional outbox). The owner's row is locked until the end of the
 * transaction, so that numbers are visible in their order; in one order, so that two cannot wait for each other.
 * @param messages in the order in which they are to be told.
 */
export async function recordLiveEvents(
  client: PoolClient,
  messages: readonly { id: string; user: string }[],
): Promise<void> {
  if (messages.length === 0) return;
  await client.query(
    `WITH new AS (
       SELECT id, owner, place, row_number() OVER (PARTITION BY owner ORDER BY place) AS nth
       FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS given (id, owner, place)
     ), counted AS (
       SELECT owner, count(*) AS events FROM new GROUP BY owner ORDER BY owner
     ), positions AS (
       INSERT INTO live_positions (owner, last) SELECT owner, events FROM counted
       ON CONFLICT (owner) DO UPDATE SET last = live_positions.last + excluded.last
       RETURNING owner, last
     ), recorded AS (
       INSERT INTO live_events (owner, number, message_id)
       SELECT new.owner, positions.last - counted.events + new.nth, new.id
       FROM new JOIN counted USING (owner) JOIN positions USING (owner)
     )
     SELECT pg_notify($3, owner) FROM positions`,
    [messages.map(({ id }) => id), messages.map(({ user }) => user), liveChannel],
  );
}
