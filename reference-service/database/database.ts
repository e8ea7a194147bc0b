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
  readonly #onWritability: () => void;
  #hasSchema = false;
  #isReadOnly = false;

  /** @param onWritability is told when the database begins or ceases to take writes while it answers. */
  constructor(
    url: string,
    policy: Policy,
    log: Log,
    onTransition: (transition: BreakerTransition) => void,
    onWritability: () => void = () => {},
  ) {
    this.#onWritability = onWritability;
    this.breaker = new Breaker('database', policy.dependencyBreaker, onTransition);
    this.#resilience = policy.resilience;
    const { maxConnections, connectMs, queryMs, idleInTransactionMs, idleMs } = policy.database;
    this.#pool = new Pool({
      connectionString: url,
      max: maxConnections,
      // Covers waiting for a free connection too. Without query_timeout a frozen server hangs the caller for ever.
      connectionTimeoutMillis: connectMs,
      query_timeout: queryMs,
      statement_timeout: queryMs,
      idle_in_transaction_session_timeout: idleInTransactionMs,
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
      client.on('error', lostWhileInUse);
      if (!this.#hasSchema) await this.#makeSchema(client);
      const result = await work(client);
      client.off('error', lostWhileInUse);
      client.release();
      permit?.succeeded();
      return result;
    } catch (error) {
      // One that is read-only answers; that it takes no writes is noted apart and leaves reading alone.
      const isFailure = isDatabaseFailure(error) && !isReadOnlyRefusal(error);
      // It may still be busy with the query, or inside a transaction that failed: not handed out again.
      const isSpent = !(error instanceof UserError);
      if (!isSpent) client?.off('error', lostWhileInUse);
      client?.release(isSpent);
      if (isReadOnlyRefusal(error)) this.noteWritability(false);
      if (isFailure) permit?.failed(causeOf(error));
      else permit?.disregarded();
      throw error;
    }
  }

  /** It answers, but takes no writes. */
  get isReadOnly(): boolean {
    return this.#isReadOnly;
  }

  /** To be told what was seen: by checks, and by writes that were taken or refused. */
  noteWritability(isWritable: boolean): void {
    if (this.#isReadOnly !== isWritable) return;
    this.#isReadOnly = !isWritable;
    this.#onWritability();
  }

  /** One that is read-only from the start keeps what it has; the rest is made when it takes writes. */
  async #makeSchema(client: PoolClient): Promise<void> {
    try {
      await client.query(schema);
      this.#hasSchema = true;
    } catch (error) {
      if (!isReadOnlyRefusal(error)) throw error;
      await client.query('ROLLBACK');
      this.noteWritability(false);
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
 * The pool listens to idle connections only; without a listener, one that is lost between two statements would end the
 * process. The next statement on it fails, and that is how it is told.
 */
function lostWhileInUse(): void {}

/**
 * Whether the database is to blame, rather than the statement or the caller.
 * Classes 08, 53, 57, 58, XX and 25006 of https://www.postgresql.org/docs/current/errcodes-appendix.html, and everything without a code.
 */
export function isDatabaseFailure(error: unknown): boolean {
  if (error instanceof UserError) return false;
  const code = (error as { code?: string }).code;
  return code === undefined || !/^[0-9A-Z]{5}$/.test(code) || /^(08|28|3D|53|57|58|XX|25006)/.test(code);
}

/** A statement that would have changed something was refused; nothing was changed. */
export function isReadOnlyRefusal(error: unknown): boolean {
  return (error as { code?: string }).code === '25006';
}

function causeOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? String(error);
}
