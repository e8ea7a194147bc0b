import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';

const reloadLimitMs = 5000;

/**
 * Has the server read its settings again; resolves when new sessions get them. The server reads them itself before it
 * tells its sessions, so that it is done once this one was told.
 */
export async function reloadPostgres(client: Client): Promise<void> {
  const loaded = async () => (await client.query('select pg_conf_load_time()::text as at')).rows[0].at;
  const before = await loaded();
  await client.query('select pg_reload_conf()');
  const givenUpAtMs = performance.now() + reloadLimitMs;
  while ((await loaded()) === before) {
    if (performance.now() > givenUpAtMs)
      throw new Error(
        `postgresql must read its settings again within ${reloadLimitMs} ms; it last did at ${before}`,
      );
    await delay(5);
  }
}
