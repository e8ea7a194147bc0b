import { parseDuration } from './duration';
import type { BreakerRules } from './resilience-rules';
import { countIn, numberIn, type RuleRow, rulesIn } from './rule-table';

const rows: Record<string, RuleRow<BreakerRules>> = {
  'opens after': (value) => ({ opensAfterFailures: countIn(value), opensAtFailureRate: 0 }),
  'opens at a failure rate of': (value) => ({
    opensAtFailureRate: numberIn(value) / 100,
    opensAfterFailures: 0,
  }),
  'among at least': (value) => ({ rateMinimumCalls: countIn(value) }),
  'among the last': (value) => ({ rateWindowCalls: countIn(value) }),
  'not older than': (value) => ({ rateWindowMs: parseDuration(value) }),
  'tries again after': (value) => ({ triesAgainAfterMs: parseDuration(value), growth: 1 }),
  'and each time in a row': (value) => ({ growth: numberIn(value) }),
  'but never later than': (value) => ({ atMostMs: parseDuration(value) }),
  'then admits trials': (value) => ({ trials: countIn(value) }),
  'tries rejected credentials after': (value) => ({ rejectedCredentialsMs: parseDuration(value) }),
  'gives up a trial after': (value) => ({ trialMs: parseDuration(value) }),
};

/**
 * Reads the table that describes a breaker in a Background.
 * @throws when a row is unknown or its value cannot be read.
 */
export function breakerRulesIn(table: Readonly<Record<string, string>>): BreakerRules {
  return rulesIn(table, rows, 'a breaker');
}
