import { Pool, type PoolClient } from 'pg';
import { ConnectionTurns, type GiveBack, type TurnWatch } from '../admission/connection-turns';
import { Breaker } from '../breaker/breaker';
import type { BreakerTransition } from '../breaker/breaker-state';
import { UserError } from '../errors/user-error';
import type { Policy } from '../policy';
import { storageClassOf } from '../queue/priority';
import { recordDependencyFailure } from '../telemetry/dependency-failure';
import type { Log } from '../telemetry/log';
import { requestStory } from '../telemetry/request-story';
import { DatabaseAilments, isPersistentFailure } from './database-ailments';
import { schema } from './schema';

/** How the pool stands. */
export interface PoolReading {
  /** Lent out, or being opened. */
  inUse: number;
  idle: number;
  /** Callers that wait for one. */
  waiting: number;
  most: number;
}

/** PostgreSQL behind a pool with limits on everything, and a breaker. */
export class Database {
  readonly breaker: Breaker;
  /** What it suffers from although it answers. */
  readonly ailments: DatabaseAilments;
  /** Who may use a connection when there are too few; undefined: whoever the pool serves first. */
  readonly turns: ConnectionTurns | undefined;
  readonly #pool: Pool;
  readonly #policy: Policy['database'];
  readonly #log: Log;
  readonly #resilience: boolean;
  #hasSchema = false;
  #isRefilling = false;

  /** @param onAilment is told when the database begins or ceases to suffer from something although it answers. */
  constructor(
    url: string,
    policy: Policy,
    log: Log,
    onTransition: (transition: BreakerTransition) => void,
    onAilment: () => void = () => {},
    turnWatch: TurnWatch = { left: () => {}, shedding: () => {} },
  ) {
    this.ailments = new DatabaseAilments(policy.database, onAilment);
    this.#policy = policy.database;
    this.#log = log;
    this.breaker = new Breaker('database', policy.dependencyBreaker, onTransition);
    this.#resilience = policy.resilience;
    const { minConnections, maxConnections, connectMs, queryMs, idleInTransactionMs, idleMs } =
      policy.database;
    const turnPolicy = { ...policy.admission, places: maxConnections, maxWaitMs: connectMs };
    this.turns = policy.resilience ? new ConnectionTurns(turnPolicy, turnWatch) : undefined;
    this.#pool = new Pool({
      connectionString: url,
      min: minConnections,
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
   * @throws UserError `too_busy` when more urgent work leaves no connection in time, `not_checkable` when the breaker is open; whatever the work throws otherwise.
   */
  async run<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const giveBack = await this.#turn();
    let isDone = false;
    try {
      const result = await this.#runOnce(work);
      isDone = true;
      return result;
    } finally {
      giveBack(isDone);
    }
  }

  /** Only users wait for one: what keeps the service going must not be held up by them. Nobody waits where there is nothing to wait for. */
  async #turn(): Promise<GiveBack> {
    const story = requestStory.getStore();
    if (!this.turns || !story || this.breaker.reading().state !== 'closed') return () => {};
    return this.turns.take({ priority: storageClassOf(story.plan, story.operation), gone: story.gone });
  }

  async #runOnce<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
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
      // Not before the last trial has succeeded: until then it is as it was.
      if (this.breaker.reading().state === 'closed') this.ailments.noteSuccess(this.#isWhole);
      return result;
    } catch (error) {
      // One that is read-only answers; that it takes no writes is noted apart and leaves reading alone. Where all our
      // connections are lent out, it is we who have too few: those who hold them will tell whether the database is well.
      const isFailure = isDatabaseFailure(error) && !isReadOnlyRefusal(error) && !isPoolExhausted(error);
      // It may still be busy with the query, or inside a transaction that failed: not handed out again.
      const isSpent = !(error instanceof UserError);
      if (!isSpent) client?.off('error', lostWhileInUse);
      client?.release(isSpent);
      if (isReadOnlyRefusal(error)) this.noteWritability(false);
      if (isFailure) {
        this.#noteFailure(error);
        recordDependencyFailure(this.#log, {
          dependency: 'database',
          isPersistent: isPersistentFailure(error),
          cause: causeOf(error),
        });
      }
      if (isFailure) permit?.failed(causeOf(error), isPersistentFailure(error));
      else permit?.disregarded();
      throw error;
    }
  }

  /** It answers, but takes no writes. */
  get isReadOnly(): boolean {
    return this.ailments.isReadOnly;
  }

  /** To be told what was seen: by checks, and by writes that were taken or refused. */
  noteWritability(isWritable: boolean): void {
    this.ailments.noteWritability(isWritable);
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

  /**
   * Opens connections until there are as many as are to be kept, whoever asks for them or not. What hinders it the next
   * check will tell.
   */
  async refill(): Promise<void> {
    const missing = this.#policy.minConnections - this.#pool.totalCount;
    if (missing <= 0 || this.#isRefilling) return;
    this.#isRefilling = true;
    // The pool opens one only for who finds none idle: those are held until all have asked.
    const allHaveAsked = new Promise((resolve) => setImmediate(resolve));
    const wanted = Array.from({ length: this.#pool.idleCount + missing }, async () => {
      const client = await this.#pool.connect();
      await allHaveAsked;
      client.release();
    });
    const failed = (await Promise.allSettled(wanted)).find((each) => each.status === 'rejected');
    this.#isRefilling = false;
    if (failed && isDatabaseFailure(failed.reason)) this.#noteFailure(failed.reason);
  }

  /** How the pool stands. */
  reading(): PoolReading {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return {
      inUse: totalCount - idleCount,
      idle: idleCount,
      waiting: waitingCount,
      most: this.#policy.maxConnections,
    };
  }

  get #isWhole(): boolean {
    return this.#pool.totalCount >= this.#policy.minConnections;
  }

  #noteFailure(error: unknown): void {
    if (!this.ailments.noteFailure(error)) return;
    this.#log.error(
      {
        event: 'dependency.credentials-rejected',
        dependency: 'database',
        alert: true,
        class: 'persistent',
        cause: causeOf(error),
      },
      'PostgreSQL rejects what the service signs in with; it will not work until somebody acts',
    );
  }

  async close(): Promise<void> {
    this.turns?.stop();
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

/** Nobody gave a connection back in time; what pg's pool says then. */
function isPoolExhausted(error: unknown): boolean {
  return (error as Error).message === 'timeout exceeded when trying to connect';
}

function causeOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? String(error);
}
