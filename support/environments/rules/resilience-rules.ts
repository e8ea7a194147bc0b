/** When a breaker opens and how it is tried again, in the specification's words. Times are milliseconds. */
export interface BreakerRules {
  opensAfterFailures?: number;
  /** 0 to 1 */
  opensAtFailureRate?: number;
  rateMinimumCalls?: number;
  rateWindowCalls?: number;
  rateWindowMs?: number;
  triesAgainAfterMs?: number;
  growth?: number;
  atMostMs?: number;
  trials?: number;
  trialMs?: number;
  /** So long what rejects its credentials is left alone. */
  rejectedCredentialsMs?: number;
}

/** How failed attempts are repeated. Times are milliseconds. */
export interface RetryRules {
  /** For one question, over all providers and at one of them. */
  attempts?: number;
  firstWaitMs?: number;
  longestWaitMs?: number;
  /** Repetitions beyond the questions: saved up at most, and one more for each so many questions. */
  budget?: 'unlimited' | { reserve: number; share: number };
}

/** How questions wait that no provider takes just now. */
export interface QueueRules {
  most?: number;
  longestWaitMs?: number;
  /** Each so manieth turn goes to whoever has waited longest. */
  longestWaitedEvery?: number;
}

/** How often a provider is asked after a limit: calls a second. */
export interface ResumeRules {
  firstPerSecond?: number;
  doublingMs?: number;
  mostPerSecond?: number;
}

/** How copies of conversations are used. Times are milliseconds. */
export interface CopiesRules {
  /** So long they are shown without asking the database. */
  freshMs?: number;
  /** So long they are kept for an outage. */
  keptMs?: number;
}

/** How live connections are kept. Times are milliseconds. */
export interface LiveRules {
  heartbeatMs?: number;
  silentAfterMs?: number;
  /** Who is cut off comes back after a wait of at most this the first time ... */
  firstWaitMs?: number;
  /** ... and of at most this however often it was in vain. */
  longestWaitMs?: number;
  /** Over so long those come back whom a service that stops has asked to. */
  spreadMs?: number;
  /** Messages that somebody may have missed and still goes on where he was. */
  mayMiss?: number;
  mostOfOneUser?: number;
  /** What may wait in memory for one that reads slowly. */
  bufferBytes?: number;
}

/** What a scenario says about the policies of the service under test. What it leaves out stays at the service's default. */
export interface ResilienceRules {
  providerBreaker?: BreakerRules;
  dependencyBreaker?: BreakerRules;
  /** How long a provider may send nothing, before and between tokens. */
  providerSilenceMs?: number;
  /** How long the database may take to connect and to answer. */
  databaseSilenceMs?: number;
  /** The same for the cache. */
  cacheSilenceMs?: number;
  /** How many connections to the database are kept open, and how many there are at most. */
  databaseConnections?: { least: number; most: number };
  attemptsPerProvider?: number;
  retry?: RetryRules;
  queue?: QueueRules;
  resume?: ResumeRules;
  copies?: CopiesRules;
  /** Accepted writes that may wait for the database. */
  writesThatWait?: number;
  /** How long an instance that puts in place what waits may be silent before another takes over. */
  silentInstanceReplacedAfterMs?: number;
  /** However much it asks for, a provider is left alone no longer than this. */
  leftAloneAtMostMs?: number;
  /** How long a provider is left alone that does not say for how long. */
  leftAloneByDefaultMs?: number;
  /** `never`: whatever fails, every call is let through. */
  breakersOpen?: 'never';
  /** `never` switches the checks off. */
  providerChecks?: { everyMs: number } | 'never';
  dependencyChecks?: { everyMs: number } | 'never';
  levelRisesAfterMs?: number;
  /** Who may work with the database when more want to than there are connections. */
  admission?: { waitAtMost?: number; longestWaitedEvery?: number };
  /** Records of usage: how often they are stored, and how many may wait for it. */
  usage?: { storedEveryMs?: number; waitAtMost?: number };
  /** How long the analytics store may take to answer. */
  analyticsSilenceMs?: number;
  live?: LiveRules;
  /** How often the list of users is looked at. */
  accountsLookedAtEveryMs?: number;
  callsPerProviderAtOnce?: number;
  /** Off: a service without any of it, to compare with. */
  resilience?: 'on' | 'off';
}
