import type { LivePolicy } from './live/live-policy';

/**
 * Every number of the service, with its unit in its name and its production default.
 * A policy is data: tests and operators override parts of it, see `policy-overrides.ts`.
 */

/** When a breaker opens, for how long, and how it is tried again. After MicroProfile Fault Tolerance and resilience4j. */
export interface BreakerPolicy {
  /** Opens when this many calls in a row have failed. 0 switches the rule off. */
  consecutiveFailures: number;
  failureRate: {
    /** Opens when at least this share of the calls in the window failed, 0 to 1. 0 switches the rule off. */
    threshold: number;
    /** With fewer calls than this in the window the share says nothing. */
    minimumCalls: number;
    /** The window holds at most this many calls ... */
    windowCalls: number;
    /** ... none older than this. */
    windowMs: number;
  };
  /** How long it stays open the first time. */
  openMs: number;
  /** Each opening without a closing in between lasts this many times longer than the one before ... */
  openGrowth: number;
  /** ... but never longer than this. */
  maxOpenMs: number;
  /** Calls admitted while half-open; all of them must succeed. */
  trials: number;
  /** A trial that has not ended by then is given up: a silent one has failed, one that still delivers only frees its place. */
  trialMs: number;
  /** How long a persistent failure (credentials, quota) keeps it open: such things are probed seldom. */
  persistentOpenMs: number;
}

export interface TimeoutPolicy {
  /** Until a connection to a provider stands, TLS included. */
  connectMs: number;
  /** From the start of a call to its first token. */
  firstTokenMs: number;
  /** Between two tokens. */
  stallMs: number;
  /** One call to one provider as a whole. */
  callMs: number;
  /** What a caller who names no deadline of its own is given. Also the most that a caller may ask for. */
  deadlineMs: number;
}

export interface RetryPolicy {
  /** Calls made for one question at most, over all providers. */
  maxAttempts: number;
  /** Calls made to the same provider for one question at most. */
  maxAttemptsPerProvider: number;
  /** The first backoff is drawn from 0 to this. */
  baseMs: number;
  /** No backoff is drawn from more than 0 to this. */
  capMs: number;
  /** Retries allowed as a share of the questions asked (Google SRE Book, ch. 21: 10 %). */
  budgetRatio: number;
  /** Retries that may be saved up. */
  budgetBurst: number;
}

/** How dependencies are watched. A check is bounded as any call is: `timeouts.firstTokenMs`, `database`, `redis`. */
export interface HealthPolicy {
  /** Off means: dependencies are only noticed by users' calls. */
  enabled: boolean;
  /** Between two checks of what is healthy. */
  intervalMs: number;
  /** Between two checks of what has just failed a check. */
  recheckMs: number;
}

/** How a provider is asked again after a limit, see `rate-limit/pace.ts`. */
export interface ResumePolicy {
  /** Calls a second at first ... */
  firstPerSecond: number;
  /** ... twice as many after each so long ... */
  doublingMs: number;
  /** ... up to so many, at which the limit is over once nobody waits any more. Keep it below what the account allows. */
  mostPerSecond: number;
}

/** Where questions wait that no provider takes just now because of its limit. */
export interface QueuePolicy {
  /** Questions that wait at most; 0: none, whoever would have to wait is refused. */
  capacity: number;
  /** From its arrival no question is held back for longer than this. */
  maxWaitMs: number;
  /** Each so manieth turn goes to whoever has waited longest, whatever the class; 0: never. */
  oldestEvery: number;
}

export interface Policy {
  /**
   * Off: one attempt at the first provider without limits on its time, at the database within its limits, and what fails is
   * refused: no breakers, bulkheads, queue, checks, copies or journal, so that Redis is not even connected. To measure what
   * resilience costs and is worth.
   */
  resilience: boolean;
  timeouts: TimeoutPolicy;
  retry: RetryPolicy;
  providerBreaker: BreakerPolicy;
  dependencyBreaker: BreakerPolicy;
  bulkhead: {
    /** Calls to one provider under way at once. */
    maxConcurrent: number;
  };
  rateLimit: {
    /** How long a provider is left alone that says "too many requests" without saying for how long. */
    defaultMs: number;
    /** A provider that asks for more is asked again after this. */
    maxMs: number;
    resume: ResumePolicy;
  };
  queue: QueuePolicy;
  /** After a stream broke off, the same question of the same user goes to another provider first, for this long. */
  brokenStreamMemoryMs: number;
  health: { providers: HealthPolicy; dependencies: HealthPolicy };
  /** Asked to stop, an instance finishes what is under way, for so long at most. */
  drainMs: number;
  serviceLevel: {
    /** A level rises only after the better state has held this long. */
    holdMs: number;
  };
  admission: {
    /** Requests that wait for a connection to the database at most; what comes then is refused, or makes a lesser one go. They wait for `database.connectMs` at most. */
    capacity: number;
    /** Each so manieth connection goes to whoever has waited longest, whatever the class; 0: never. */
    oldestEvery: number;
    /** For so long after the last refusal users are told that people are refused. */
    tellForMs: number;
  };
  database: {
    /** So many connections are kept open, whether anybody needs them or not. */
    minConnections: number;
    maxConnections: number;
    /** Until a connection stands, or one of those that stand is free. */
    connectMs: number;
    queryMs: number;
    /** A transaction whose owner says nothing for so long is ended by PostgreSQL: else a frozen instance would keep what it has locked. */
    idleInTransactionMs: number;
    idleMs: number;
    /** A check that takes this long was answered slowly ... */
    slowMs: number;
    /** ... and after so many in a row the database is slow. */
    slowChecks: number;
  };
  redis: { commandMs: number; connectMs: number };
  /** Copies of conversations. */
  cache: {
    /** For so long a copy is shown without asking the database. Also how stale a read may be when an instance dies before it told of a write. */
    freshMs: number;
    /** For so long a copy is kept, for an outage. */
    keepMs: number;
  };
  journal: JournalPolicy;
  analytics: {
    /** Usage events that may wait to be stored; what comes then is dropped and counted. */
    bufferCapacity: number;
    /** Between two times at which what waits is stored. */
    flushMs: number;
    /** Events that are stored at once. */
    batchSize: number;
    /** Until ClickHouse has answered. */
    requestMs: number;
  };
  live: LivePolicy;
  accounts: {
    /** Between two looks at the list of users, where it is a file: so long whoever was struck off may still be let in. */
    lookMs: number;
  };
}

/** How accepted writes are kept while PostgreSQL is out, and replayed. */
export interface JournalPolicy {
  /** Writes that are kept at most; whatever comes then is refused. Measured: about 200 are replayed in a second. */
  capacity: number;
  /** Between two looks at it, which also find what other instances left. */
  lookMs: number;
  /** A replayer that has not been heard of for this long may be replaced by another instance. */
  leaseMs: number;
  /**
   * While it is being emptied a write waits so long to go straight to the database, before it is accepted behind the others.
   * Whoever only ever came behind them would keep it from ever being empty.
   */
  handoverMs: number;
  /** Before an interrupted replay goes on while the database seems to be there. */
  retryMs: number;
  /** For so long after it was declared a notice tells users that accepted writes were lost. */
  lossNoticeMs: number;
}

/** The recovery objective: from a dependency's return to full service, in milliseconds. */
export const RECOVERY_OBJECTIVE_MS = 30_000;

/** The failover objective: from a question's arrival to the first token of the fallback, in milliseconds. */
export const FAILOVER_OBJECTIVE_MS = 5_000;

/** What runs when nobody says otherwise. */
export const productionPolicy: Policy = {
  resilience: true,
  timeouts: { connectMs: 1_000, firstTokenMs: 3_000, stallMs: 3_000, callMs: 90_000, deadlineMs: 120_000 },
  retry: {
    maxAttempts: 3,
    maxAttemptsPerProvider: 2,
    baseMs: 200,
    capMs: 2_000,
    budgetRatio: 0.1,
    budgetBurst: 10,
  },
  providerBreaker: {
    consecutiveFailures: 5,
    failureRate: { threshold: 0.5, minimumCalls: 10, windowCalls: 50, windowMs: 30_000 },
    openMs: 5_000,
    openGrowth: 1.5,
    maxOpenMs: 10_000,
    trials: 3,
    trialMs: 5_000,
    persistentOpenMs: 15_000,
  },
  dependencyBreaker: {
    consecutiveFailures: 5,
    failureRate: { threshold: 0.5, minimumCalls: 20, windowCalls: 100, windowMs: 10_000 },
    openMs: 2_000,
    openGrowth: 1.5,
    maxOpenMs: 8_000,
    trials: 2,
    trialMs: 3_000,
    persistentOpenMs: 10_000,
  },
  bulkhead: { maxConcurrent: 100 },
  rateLimit: {
    defaultMs: 1_000,
    maxMs: 60_000,
    resume: { firstPerSecond: 10, doublingMs: 500, mostPerSecond: 100 },
  },
  queue: { capacity: 200, maxWaitMs: 10_000, oldestEvery: 5 },
  brokenStreamMemoryMs: 60_000,
  health: {
    providers: { enabled: true, intervalMs: 5_000, recheckMs: 500 },
    dependencies: { enabled: true, intervalMs: 1_000, recheckMs: 200 },
  },
  drainMs: 25_000,
  serviceLevel: { holdMs: 2_000 },
  admission: { capacity: 100, oldestEvery: 20, tellForMs: 2_000 },
  database: {
    minConnections: 2,
    maxConnections: 10,
    connectMs: 1_000,
    queryMs: 1_000,
    idleInTransactionMs: 2_000,
    idleMs: 30_000,
    slowMs: 250,
    slowChecks: 3,
  },
  redis: { commandMs: 200, connectMs: 500 },
  cache: { freshMs: 5_000, keepMs: 86_400_000 },
  journal: {
    capacity: 2_000,
    lookMs: 1_000,
    leaseMs: 5_000,
    handoverMs: 500,
    retryMs: 200,
    lossNoticeMs: 86_400_000,
  },
  analytics: { bufferCapacity: 10_000, flushMs: 1_000, batchSize: 1_000, requestMs: 1_000 },
  live: {
    heartbeatMs: 5_000,
    silentAfterMs: 12_000,
    reconnect: { baseMs: 1_000, capMs: 10_000 },
    spreadMs: 5_000,
    keepEvents: 200,
    bufferBytes: 65_536,
    maxConnections: 10_000,
    maxConnectionsPerUser: 200,
    lookMs: 1_000,
  },
  accounts: { lookMs: 1_000 },
};
