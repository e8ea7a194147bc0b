import type { Configuration } from '../../../reference-service/configuration';
import type { BreakerPolicy, PolicyOverrides } from '../../../reference-service/policy';
import type { BreakerRules, ResilienceRules } from '../rules/resilience-rules';
import type { ServiceSettings } from './service-settings';

/** Puts the specification's settings into the reference service's own. */
export function referenceConfiguration(settings: ServiceSettings): Configuration {
  const { databaseUrl, redisUrl } = settings;
  return {
    host: '127.0.0.1',
    port: settings.port ?? 0,
    providers: settings.providers.map(({ role, ...rest }) => ({
      name: role,
      apiKey: `key-of-${role}`,
      ...rest,
    })),
    users: [...settings.users],
    policy: policyFor(settings.rules),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
  };
}

function policyFor(rules: ResilienceRules): PolicyOverrides {
  const { providerSilenceMs, databaseSilenceMs, attemptsPerProvider, providerChecks, dependencyChecks } =
    rules;
  return {
    ...(rules.resilience === 'off' ? { resilience: false } : {}),
    ...(rules.providerBreaker ? { providerBreaker: breakerFor(rules.providerBreaker) } : {}),
    ...(rules.dependencyBreaker ? { dependencyBreaker: breakerFor(rules.dependencyBreaker) } : {}),
    ...(providerSilenceMs === undefined
      ? {}
      : { timeouts: { firstTokenMs: providerSilenceMs, stallMs: providerSilenceMs } }),
    ...(databaseSilenceMs === undefined
      ? {}
      : { database: { connectMs: databaseSilenceMs, queryMs: databaseSilenceMs } }),
    ...(attemptsPerProvider === undefined
      ? {}
      : { retry: { maxAttemptsPerProvider: attemptsPerProvider, baseMs: 20 } }),
    ...(rules.callsPerProviderAtOnce === undefined
      ? {}
      : { bulkhead: { maxConcurrent: rules.callsPerProviderAtOnce } }),
    ...(rules.levelRisesAfterMs === undefined ? {} : { serviceLevel: { holdMs: rules.levelRisesAfterMs } }),
    health: {
      ...(providerChecks === undefined ? {} : { providers: checksFor(providerChecks) }),
      ...(dependencyChecks === undefined ? {} : { dependencies: checksFor(dependencyChecks) }),
    },
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
