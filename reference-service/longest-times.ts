import type { Policy } from './policy';

/**
 * The longest time from the return of a provider to full service without any user's help: the open time has just begun
 * again, the trials follow one another, each as slow as it may be, then the level holds.
 * @returns milliseconds
 */
export function longestProviderRecoveryMs(policy: Policy): number {
  const { maxOpenMs, persistentOpenMs, trials } = policy.providerBreaker;
  const trialMs = Math.min(policy.timeouts.firstTokenMs, policy.providerBreaker.trialMs);
  return Math.max(maxOpenMs, persistentOpenMs) + trials * trialMs + policy.serviceLevel.holdMs;
}

/** The same for PostgreSQL and Redis, with the time to connect again. @returns milliseconds */
export function longestDependencyRecoveryMs(policy: Policy): number {
  const { maxOpenMs, persistentOpenMs, trials } = policy.dependencyBreaker;
  const { connectMs, queryMs } = policy.database;
  return Math.max(maxOpenMs, persistentOpenMs) + connectMs + trials * queryMs + policy.serviceLevel.holdMs;
}

/**
 * The longest time after which PostgreSQL or Redis is known not to answer, without any user's help: the check has just
 * been made, and each further one takes as long as it may.
 * @returns milliseconds
 */
export function longestDependencyDetectionMs(policy: Policy): number {
  const { intervalMs, recheckMs } = policy.health.dependencies;
  const failures = policy.dependencyBreaker.consecutiveFailures;
  const longestCheckMs = Math.max(policy.database.connectMs, policy.database.queryMs, policy.redis.commandMs);
  return intervalMs + failures * longestCheckMs + (failures - 1) * recheckMs;
}

/**
 * The longest time from the return of the network to a live connection that stands again: the client is just waiting, and what
 * the network swallowed did not tell it so. A connection that the client has not yet given up stands.
 * @returns milliseconds
 */
export function longestLiveRecoveryMs(policy: Policy): number {
  const { silentAfterMs, reconnect } = policy.live;
  return silentAfterMs + reconnect.capMs;
}

/** The same for PostgreSQL that answers, but slowly. @returns milliseconds */
export function longestSlownessDetectionMs(policy: Policy): number {
  const { slowChecks, queryMs } = policy.database;
  return slowChecks * (policy.health.dependencies.intervalMs + queryMs);
}

/**
 * The longest time after which a provider that fails every call is known to be out, without any user's help.
 * @returns milliseconds
 */
export function longestProviderDetectionMs(policy: Policy): number {
  const { intervalMs, recheckMs } = policy.health.providers;
  const failures = policy.providerBreaker.consecutiveFailures;
  return intervalMs + failures * policy.timeouts.firstTokenMs + (failures - 1) * recheckMs;
}
