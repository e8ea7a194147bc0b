import type { Client } from 'pg';

/** Ends the sessions of everybody but the harness, those that are just logging in too. @returns how many there were. */
export async function endSessions(client: Client): Promise<number> {
  const { rowCount } = await client.query(
    `select pg_terminate_backend(pid, 2000) from pg_stat_activity
     where backend_type = 'client backend' and usename is distinct from current_user and pid <> pg_backend_pid()`,
  );
  return rowCount ?? 0;
}
