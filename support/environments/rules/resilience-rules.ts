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
}

/** What a scenario says about the policies of the service under test. What it leaves out stays at the service's default. */
export interface ResilienceRules {
  providerBreaker?: BreakerRules;
  dependencyBreaker?: BreakerRules;
  /** How long a provider may send nothing, before and between tokens. */
  providerSilenceMs?: number;
  /** How long the database may take to connect and to answer. */
  databaseSilenceMs?: number;
  attemptsPerProvider?: number;
  /** `never` switches the checks off. */
  providerChecks?: { everyMs: number } | 'never';
  dependencyChecks?: { everyMs: number } | 'never';
  levelRisesAfterMs?: number;
  callsPerProviderAtOnce?: number;
  /** Off: a service without any of it, to compare with. */
  resilience?: 'on' | 'off';
}
