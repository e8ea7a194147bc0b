import { onPostgres } from '../../faults/questions/on-postgres';

const name = 'beside';

/**
 * A schema of its own in the database, so that two services share the server and nothing in it.
 * @returns the URL with which a service finds its tables there and no others.
 */
export async function openOwnSchema(directUrl: string, serviceUrl: string): Promise<string> {
  const { username } = new URL(serviceUrl);
  await onPostgres(directUrl, async (client) => {
    const owner = client.escapeIdentifier(decodeURIComponent(username));
    await client.query(`create schema ${name} authorization ${owner}`);
  });
  const url = new URL(serviceUrl);
  url.searchParams.set('options', `-c search_path=${name}`);
  return url.href.replaceAll('+', '%20');
}

/** With all that stands in it. */
export async function dropOwnSchema(directUrl: string): Promise<void> {
  await onPostgres(directUrl, async (client) => {
    await client.query(`drop schema if exists ${name} cascade`);
  });
}
