import { RedisConnection } from './redis-connection';

/** Does some work on a Redis over a connection of its own. @param url as the harness, past the proxy. */
export async function onRedis<T>(url: string, work: (connection: RedisConnection) => Promise<T>): Promise<T> {
  const connection = new RedisConnection(url);
  try {
    await connection.login();
    return await work(connection);
  } finally {
    connection.close();
  }
}
