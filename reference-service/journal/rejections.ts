import type { PoolClient } from 'pg';
import type { Write } from '../writes/write';

/**
 * Writes down, in a transaction of its own, that an accepted write could not be applied.
 * @param guard as in `ApplyOptions`.
 */
export async function recordRejection(
  client: PoolClient,
  { user, key, payloadHash }: Write,
  code: string,
  guard: (client: PoolClient) => Promise<void>,
): Promise<void> {
  await client.query('BEGIN');
  await guard(client);
  await client.query(
    `INSERT INTO rejected_writes (owner, key, payload_hash, code) VALUES ($1, $2, $3, $4)
     ON CONFLICT (owner, key, payload_hash) DO UPDATE SET code = excluded.code, rejected_at = now()`,
    [user, key, payloadHash, code],
  );
  await client.query('COMMIT');
}
