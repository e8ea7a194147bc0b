import type { UserConfiguration } from '../../../reference-service/auth/user';
import type { Configuration } from '../../../reference-service/configuration';
import type { BreakerPolicy, RetryPolicy } from '../../../reference-service/policy';
import type { PolicyOverrides } from '../../../reference-service/policy-overrides';
import type { BreakerRules, LiveRules, ResilienceRules } from '../rules/resilience-rules';
import type { ServiceSettings } from './service-settings';

/** Puts the specification's settings into the reference service's own. */
export function referenceConfiguration(settings: ServiceSettings): Configuration {
  const { databaseUrl, redisUrl, clickhouseUrl, stateFolder, usersFile } = settings;
  return {
    host: '127.0.0.1',
    port: settings.port ?? 0,
    providers: settings.providers.map(({ role, ...rest }) => ({
      name: role,
      apiKey: `key-of-${role}`,
      ...rest,
    })),
    ...(usersFile === undefined ? { users: settings.users as readonly UserConfiguration[] } : { usersFile }),
    policy: policyFor(settings.rules),
    ...(settings.seed === undefined ? {} : { seed: settings.seed }),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(clickhouseUrl === undefined ? {} : { clickhouseUrl }),
    ...(stateFolder === undefined ? {} : { stateFolder }),
  };
}

function policyFor(rules: ResilienceRules): PolicyOverrides {
  const { providerSilenceMs, databaseSilenceMs, providerChecks, dependencyChecks } = rules;
  return {
    ...(rules.resilience === 'off' ? { resilience: false } : {}),
    ...(rules.providerBreaker || rules.breakersOpen
      ? {
          providerBreaker: breakerFor(
            rules.breakersOpen === 'never' ? neverOpen : (rules.providerBreaker ?? {}),
          ),
        }
      : {}),
    ...(rules.dependencyBreaker ? { dependencyBreaker: breakerFor(rules.dependencyBreaker) } : {}),
    ...(providerSilenceMs === undefined
      ? {}
      : { timeouts: { firstTokenMs: providerSilenceMs, stallMs: providerSilenceMs } }),
    database: {
      ...defined('connectMs', databaseSilenceMs),
      ...defined('queryMs', databaseSilenceMs),
      ...defined('minConnections', rules.databaseConnections?.least),
      ...defined('maxConnections', rules.databaseConnections?.most),
    },
    retry: retryFor(rules),
    rateLimit: {
      ...defined('defaultMs', rules.leftAloneByDefaultMs),
      ...defined('maxMs', rules.leftAloneAtMostMs),
      resume: { ...rules.resume },
    },
    redis: { ...defined('commandMs', rules.cacheSilenceMs) },
    cache: {
      ...defined('freshMs', rules.copies?.freshMs),
      ...defined('keepMs', rules.copies?.keptMs),
    },
    journal: {
      ...defined('capacity', rules.writesThatWait),
      ...defined('leaseMs', rules.silentInstanceReplacedAfterMs),
    },
    queue: {
      ...defined('capacity', rules.queue?.most),
      ...defined('maxWaitMs', rules.queue?.longestWaitMs),
      ...defined('oldestEvery', rules.queue?.longestWaitedEvery),
    },
    ...(rules.callsPerProviderAtOnce === undefined
      ? {}
      : { bulkhead: { maxConcurrent: rules.callsPerProviderAtOnce } }),
    ...(rules.levelRisesAfterMs === undefined ? {} : { serviceLevel: { holdMs: rules.levelRisesAfterMs } }),
    admission: {
      ...defined('capacity', rules.admission?.waitAtMost),
      ...defined('oldestEvery', rules.admission?.longestWaitedEvery),
    },
    analytics: {
      ...defined('flushMs', rules.usage?.storedEveryMs),
      ...defined('bufferCapacity', rules.usage?.waitAtMost),
      ...defined('requestMs', rules.analyticsSilenceMs),
    },
    live: liveFor(rules.live ?? {}),
    accounts: { ...defined('lookMs', rules.accountsLookedAtEveryMs) },
    health: {
      ...(providerChecks === undefined ? {} : { providers: checksFor(providerChecks) }),
      ...(dependencyChecks === undefined ? {} : { dependencies: checksFor(dependencyChecks) }),
    },
  };
}

function liveFor(rules: LiveRules): PolicyOverrides['live'] & object {
  return {
    ...defined('heartbeatMs', rules.heartbeatMs),
    ...defined('silentAfterMs', rules.silentAfterMs),
    reconnect: { ...defined('baseMs', rules.firstWaitMs), ...defined('capMs', rules.longestWaitMs) },
    ...defined('spreadMs', rules.spreadMs),
    ...defined('keepEvents', rules.mayMiss),
    ...defined('maxConnectionsPerUser', rules.mostOfOneUser),
    ...defined('bufferBytes', rules.bufferBytes),
    // Between two looks no longer than between two signs of life, so that both are as fast as the scenario.
    ...defined('lookMs', rules.heartbeatMs),
  };
}

const neverOpen: BreakerRules = { opensAfterFailures: 0, opensAtFailureRate: 0 };

/** As good as no budget. */
const unlimited = { budgetBurst: 1_000_000, budgetRatio: 1_000 };

function retryFor({ attemptsPerProvider, retry }: ResilienceRules): Partial<RetryPolicy> {
  const budget = retry?.budget;
  return {
    ...(attemptsPerProvider === undefined ? {} : { maxAttemptsPerProvider: attemptsPerProvider, baseMs: 20 }),
    ...(retry?.attempts === undefined
      ? {}
      : { maxAttempts: retry.attempts, maxAttemptsPerProvider: retry.attempts }),
    ...defined('baseMs', retry?.firstWaitMs),
    ...defined('capMs', retry?.longestWaitMs),
    ...(budget === 'unlimited' ? unlimited : {}),
    ...(typeof budget === 'object' ? { budgetBurst: budget.reserve, budgetRatio: budget.share } : {}),
  };
}

function breakerFor(rules: BreakerRules): Partial<Omit<BreakerPolicy, 'failureRate'>> & {
  failureRate?: Partial<BreakerPolicy['failureRate']>;
} {
  return {
    ...defined('consecutiveFailures', rules.opensAfterFailures),
    ...defined('openMs', rules.triesAgainAfterMs),
    ...defined('openGrowth', rules.growth),
    ...defined('maxOpenMs', rules.atMostMs),
    ...defined('trials', rules.trials),
    ...defined('trialMs', rules.trialMs),
    ...defined('persistentOpenMs', rules.rejectedCredentialsMs),
    failureRate: {
      ...defined('threshold', rules.opensAtFailureRate),
      ...defined('minimumCalls', rules.rateMinimumCalls),
      ...defined('windowCalls', rules.rateWindowCalls),
      ...defined('windowMs', rules.rateWindowMs),
    },
  };
}

function checksFor(checks: { everyMs: number } | 'never'): {
  enabled: boolean;
  intervalMs?: number;
  recheckMs?: number;
} {
  return checks === 'never'
    ? { enabled: false }
    : { enabled: true, intervalMs: checks.everyMs, recheckMs: checks.everyMs };
}

function defined<K extends string>(name: K, value: number | undefined): { [key in K]?: number } {
  return (value === undefined ? {} : { [name]: value }) as { [key in K]?: number };
}
