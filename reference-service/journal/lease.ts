import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { nowMs } from '../clock';
import type { Database } from '../database/database';
import type { Cache } from '../redis/cache';
import { journalKeys } from './journal';
import { releaseScript, renewScript, takeScript } from './journal-scripts';

/** Somebody else replays by now; nothing was changed. */
export class StaleLease extends Error {
  /** object_not_in_prerequisite_state: for the breaker, nothing that the database is to blame for. */
  readonly code = '55000';

  constructor() {
    super('The lease on replaying the journal is somebody else’s by now');
    this.name = 'StaleLease';
  }
}

/**
 * The right to replay. The lease in Redis keeps instances from hindering one another; what makes it safe is the token, which
 * is PostgreSQL's own and checked in the transaction of each write: whoever took one later shuts out everybody before,
 * even after Redis has lost all it had. After Kleppmann, "How to do distributed locking" (2016).
 */
export class Lease {
  readonly holder = randomUUID();
  readonly #cache: Cache;
  readonly #database: Database;
  readonly #leaseMs: number;
  #token: string | undefined;
  #renewedAtMs = 0;

  constructor(cache: Cache, database: Database, leaseMs: number) {
    this.#cache = cache;
    this.#database = database;
    this.#leaseMs = leaseMs;
  }

  /** @returns whether it is ours now. @throws whatever Redis and PostgreSQL throw. */
  async take(): Promise<boolean> {
    const { lease } = journalKeys;
    const isTaken = await this.#cache.run((redis) =>
      redis.eval(takeScript, 1, lease, this.holder, this.#leaseMs),
    );
    if (isTaken !== 1 && !(await this.renew())) return false;
    const taken = await this.#database.run((client) =>
      client.query(
        `INSERT INTO journal_fence (name, token) VALUES ('journal', 1)
         ON CONFLICT (name) DO UPDATE SET token = journal_fence.token + 1 RETURNING token`,
      ),
    );
    this.#token = taken.rows[0].token;
    // Whoever slept until here would shut out the one who holds it meanwhile.
    return this.renew();
  }

  /** Holds it for longer. @returns whether it still was ours. */
  async renew(): Promise<boolean> {
    const { lease } = journalKeys;
    const renewed = await this.#cache.run((redis) =>
      redis.eval(renewScript, 1, lease, this.holder, this.#leaseMs),
    );
    this.#renewedAtMs = nowMs();
    return renewed === 1;
  }

  /** Renews it in good time, not each time. @returns whether it is ours, as far as is known. */
  async hold(): Promise<boolean> {
    return nowMs() - this.#renewedAtMs < this.#leaseMs / 3 || this.renew();
  }

  /** Inside a transaction: keeps it from committing once somebody else has taken the lease. @throws StaleLease */
  readonly guard = async (client: PoolClient): Promise<void> => {
    const fence = await client.query(`SELECT token FROM journal_fence WHERE name = 'journal' FOR SHARE`);
    if (fence.rows[0]?.token !== this.#token) throw new StaleLease();
  };

  async release(): Promise<void> {
    await this.#cache.run((redis) => redis.eval(releaseScript, 1, journalKeys.lease, this.holder));
  }
}
