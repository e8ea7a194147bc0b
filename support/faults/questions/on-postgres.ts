import { Client } from 'pg';

const limits = { connectionTimeoutMillis: 5000, query_timeout: 10_000 };

/**
 * Does some work on a PostgreSQL over a connection of its own, which may write whatever the server's settings say.
 * @param url as the harness, past the proxy. @throws what connecting or the work throws.
 */
export async function onPostgres<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    ...limits,
    application_name: 'harness',
  });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('set default_transaction_read_only = off');
    return await work(client);
  } finally {
    await client.end();
  }
}
