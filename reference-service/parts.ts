import type { Analytics } from './analytics/analytics';
import type { Users } from './auth/users';
import type { Breaker } from './breaker/breaker';
import type { CachedConversations } from './cache/cached-conversations';
import type { Configuration } from './configuration';
import type { WhatWorks } from './errors/user-error';
import type { DurableWrites } from './journal/durable-writes';
import type { Live } from './live/live';
import type { Policy } from './policy';
import type { GuardedProvider } from './routing/guarded-provider';
import type { Setback } from './routing/journey';
import type { Router } from './routing/router';
import type { LevelTracker } from './service-level/level-tracker';
import type { Log } from './telemetry/log';
import type { Metrics } from './telemetry/metrics';

/** What an instance of the service consists of, as far as its HTTP side needs it. */
export interface Parts {
  configuration: Configuration;
  users: Users;
  policy: Policy;
  log: Log;
  metrics: Metrics;
  level: LevelTracker;
  providers: readonly GuardedProvider[];
  breakers: readonly Breaker[];
  router: Router;
  /** Only with a database. */
  conversations: CachedConversations | undefined;
  /** Only with a database. */
  durableWrites: DurableWrites | undefined;
  /** Only with ClickHouse. */
  analytics: Analytics | undefined;
  live: Live;
  setbackRecorder: (log: Log, user: string, operation: string) => (setback: Setback) => void;
  /** What users can use now, by the breakers. */
  whatWorks: () => WhatWorks;
  isDraining: () => boolean;
}
