import type { Database } from '../database/database';
import { UserError } from '../errors/user-error';
import type { Cache } from '../redis/cache';
import type { Watched } from './health-watch';

/** PostgreSQL as something to look after. */
export function watchedDatabase(database: Database): Watched {
  return {
    breaker: database.breaker,
    check: async () => {
      try {
        const shown = await database.run((client) => client.query('SHOW transaction_read_only'));
        database.noteWritability(shown.rows[0]?.transaction_read_only !== 'on');
        return 'healthy';
      } catch (error) {
        return error instanceof UserError ? 'not admitted' : 'failed';
      }
    },
  };
}

/** Redis as something to look after. */
export function watchedCache(cache: Cache): Watched {
  return {
    breaker: cache.breaker,
    check: async () => {
      try {
        return (await cache.run((client) => client.ping())) === undefined ? 'not admitted' : 'healthy';
      } catch {
        return 'failed';
      }
    },
  };
}
