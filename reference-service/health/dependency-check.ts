import type { AnalyticsStore } from '../analytics/analytics-store';
import { nowMs } from '../clock';
import type { Database } from '../database/database';
import { UserError } from '../errors/user-error';
import { type Cache, isRefusedWrite } from '../redis/cache';
import type { Watched } from './health-watch';

/** PostgreSQL as something to look after: whether it answers, how soon, takes writes, and whether the pool is whole. */
export function watchedDatabase(database: Database): Watched {
  return {
    breaker: database.breaker,
    check: async () => {
      try {
        const { isWritable, tookMs } = await database.run(async (client) => {
          const askedAtMs = nowMs();
          const shown = await client.query('SHOW transaction_read_only');
          const tookMs = nowMs() - askedAtMs;
          return { isWritable: shown.rows[0]?.transaction_read_only !== 'on', tookMs };
        });
        database.noteWritability(isWritable);
        database.ailments.noteRoundTrip(tookMs);
        if (database.breaker.reading().state === 'closed') void database.refill();
        return 'healthy';
      } catch (error) {
        return error instanceof UserError ? 'not admitted' : 'failed';
      }
    },
  };
}

/** Redis as something to look after: whether it answers, and whether it takes writes. */
export function watchedCache(cache: Cache): Watched {
  return {
    breaker: cache.breaker,
    check: async () => {
      try {
        const written = await cache.run((client) => client.set('health:written', '', 'PX', 1));
        if (written === undefined) return 'not admitted';
        cache.noteWritability(true);
        return 'healthy';
      } catch (error) {
        return isRefusedWrite(error) ? 'healthy' : 'failed';
      }
    },
  };
}

/** ClickHouse as something to look after: whether it answers. */
export function watchedAnalytics(store: AnalyticsStore): Watched {
  return {
    breaker: store.breaker,
    check: async () => {
      try {
        return (await store.check()) ? 'healthy' : 'not admitted';
      } catch {
        return 'failed';
      }
    },
  };
}
