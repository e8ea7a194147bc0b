import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { Breaker } from '../breaker/breaker';
import type { BreakerTransition } from '../breaker/breaker-state';
import type { Policy } from '../policy';
import { recordDependencyFailure } from '../telemetry/dependency-failure';
import type { Log } from '../telemetry/log';
import type { UsageEvent } from './usage-event';

/** What somebody did on one day. */
export interface UsageLine {
  /** `2026-11-26`, UTC. */
  day: string;
  operation: string;
  requests: number;
  /** How many of them were refused. */
  refused: number;
}

// A batch that is sent again because its answer did not come is merged away, and counted once until then.
const table = `CREATE TABLE IF NOT EXISTS usage_events (
  at DateTime64(3, 'UTC'),
  id UUID,
  user String,
  operation LowCardinality(String),
  refused LowCardinality(String),
  duration_ms UInt32
) ENGINE = ReplacingMergeTree ORDER BY (user, at, id)`;

const report = `SELECT toString(toDate(at)) AS day, operation, toUInt32(uniqExact(id)) AS requests,
  toUInt32(uniqExactIf(id, refused != '')) AS refused
FROM usage_events WHERE user = {user: String} AND at >= now() - INTERVAL 30 DAY
GROUP BY day, operation ORDER BY day, operation`;

const unknownTable = '60';

/** ClickHouse with limits on everything, and a breaker. */
export class AnalyticsStore {
  readonly breaker: Breaker;
  readonly #client: ClickHouseClient;
  readonly #log: Log;
  readonly #resilience: boolean;
  #hasTable = false;

  constructor(url: string, policy: Policy, log: Log, onTransition: (transition: BreakerTransition) => void) {
    this.#log = log;
    this.#resilience = policy.resilience;
    this.breaker = new Breaker('clickhouse', policy.dependencyBreaker, onTransition);
    this.#client = createClient({
      url,
      request_timeout: policy.analytics.requestMs,
      max_open_connections: 4,
      application: 'reference-service',
      // It would write addresses and queries to the standard output; failures are written down here.
      log: { level: ClickHouseLogLevel.OFF },
    });
  }

  /** Stores these. @returns false when the breaker lets nothing through. @throws what ClickHouse or the way to it failed with. */
  async store(events: readonly UsageEvent[]): Promise<boolean> {
    const stored = await this.#run(async () => {
      if (!this.#hasTable) await this.#client.command({ query: table });
      this.#hasTable = true;
      await this.#client.insert({ table: 'usage_events', values: events, format: 'JSONEachRow' });
      return true;
    });
    return stored === true;
  }

  /** What this user did in the last 30 days. @returns undefined when the breaker lets nothing through. @throws as `store`. */
  async usageOf(user: string): Promise<UsageLine[] | undefined> {
    return this.#run(async () => {
      if (!this.#hasTable) await this.#client.command({ query: table });
      this.#hasTable = true;
      const answer = await this.#client.query({
        query: report,
        query_params: { user },
        format: 'JSONEachRow',
      });
      return answer.json<UsageLine>();
    });
  }

  /** Asks whether it answers. @returns undefined when the breaker lets nothing through. @throws as `store`. */
  async check(): Promise<true | undefined> {
    return this.#run<true>(async () => {
      await (await this.#client.query({ query: 'SELECT 1', format: 'JSONEachRow' })).text();
      return true;
    });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #run<T>(work: () => Promise<T>): Promise<T | undefined> {
    const admission = this.breaker.admit();
    if (!admission.admitted && this.#resilience) return undefined;
    const permit = admission.admitted ? admission.permit : undefined;
    try {
      const result = await work();
      permit?.succeeded();
      return result;
    } catch (error) {
      // Its storage is not what it was.
      if (String((error as { code?: string }).code) === unknownTable) this.#hasTable = false;
      const cause = causeOf(error);
      recordDependencyFailure(this.#log, {
        dependency: 'clickhouse',
        isPersistent: isPersistent(error),
        cause,
      });
      permit?.failed(cause, isPersistent(error));
      throw error;
    }
  }
}

/** Its own codes for credentials that it does not take: 516 AUTHENTICATION_FAILED, 194 REQUIRED_PASSWORD, 192 UNKNOWN_USER. */
function isPersistent(error: unknown): boolean {
  return ['516', '194', '192'].includes(String((error as { code?: string }).code));
}

/** Without addresses and queries, which the message may hold. */
function causeOf(error: unknown): string {
  const { type, code, message } = error as { type?: string; code?: string; message?: string };
  if (/timeout/i.test(message ?? '')) return 'timeout';
  return type ?? code ?? 'no answer';
}
