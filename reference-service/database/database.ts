import { Pool, type PoolClient } from 'pg';
import { Breaker } from '../breaker/breaker';
import type { BreakerTransition } from '../breaker/breaker-state';
import { UserError } from '../errors/user-error';
import type { Policy } from '../policy';
import type { Log } from '../telemetry/log';
import { schema } from './schema';

/** PostgreSQL behind a pool with limits on everything, and a breaker. */
export class Database {
  readonly breaker: Breaker;
  readonly #pool: Pool;
  readonly #resilience: boolean;
  #hasSchema = false;

  constructor(url: string, policy: Policy, log: Log, onTransition: (transition: BreakerTransition) => void) {
    this.breaker = new Breaker('database', policy.dependencyBreaker, onTransition);
    this.#resilience = policy.resilience;
    const { maxConnections, connectMs, queryMs, idleMs } = policy.database;
    this.#pool = new Pool({
      connectionString: url,
      max: maxConnections,
      // Covers waiting for a free connection too. Without query_timeout a frozen server hangs the caller for ever.
      connectionTimeoutMillis: connectMs,
      query_timeout: queryMs,
      statement_timeout: queryMs,
      idleTimeoutMillis: idleMs,
      keepAlive: true,
      application_name: 'reference-service',
    });
    // A connection that dies while it is lent out, between two queries, would else end the process.
    this.#pool.on('connect', (client) => client.on('error', () => {}));
    this.#pool.on('error', (error) => {
      log.warn(
        { event: 'database.connection-lost', cause: error.message },
        'an idle database connection was lost',
      );
    });
  }

  /**
   * Runs some work on one connection, behind the breaker.
   * @throws UserError `not_checkable` when the breaker is open; whatever the work throws otherwise.
   */
  async run<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const admission = this.breaker.admit();
    if (!admission.admitted && this.#resilience) {
      throw new UserError('not_checkable', { retryAfterMs: admission.retryAfterMs });
    }
    const permit = admission.admitted ? admission.permit : undefined;
    let client: PoolClient | undefined;
    try {
      client = await this.#pool.connect();
      if (!this.#hasSchema) await client.query(schema);
      this.#hasSchema = true;
      const result = await work(client);
      client.release();
      permit?.succeeded();
      return result;
    } catch (error) {
      const isFailure = isDatabaseFailure(error);
      // It may still be busy with the query, or inside a transaction that failed: not handed out again.
      client?.release(!(error instanceof UserError));
      if (isFailure) permit?.failed(causeOf(error));
      else permit?.disregarded();
      throw error;
    }
  }

  /** Connections open now, and callers waiting for one. */
  reading(): { connections: number; idle: number; waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { connections: totalCount, idle: idleCount, waiting: waitingCount };
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

/**
 * Whether the database is to blame, rather than the statement or the caller.
 * Classes 08, 53, 57, 58, XX and 25006 of https://www.postgresql.org/docs/current/errcodes-appendix.html, and everything without a code.
 */
function isDatabaseFailure(error: unknown): boolean {
  if (error instanceof UserError) return false;
  const code = (error as { code?: string }).code;
  return code === undefined || !/^[0-9A-Z]{5}$/.test(code) || /^(08|28|3D|53|57|58|XX|25006)/.test(code);
}

function causeOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? String(error);
}
