import { parseDuration } from './duration';
import type { BreakerRules } from './resilience-rules';

type Row = (value: string) => BreakerRules;

const number = (value: string): number => {
  const [, digits] = /^(\d+(?:\.\d+)?)(?= |%|$)/.exec(value.trim()) ?? [];
  if (digits === undefined) throw new Error(`A number must stand here; got "${value}"`);
  return Number(digits);
};

const count = (value: string): number => {
  const whole = number(value);
  if (!Number.isInteger(whole)) throw new Error(`A whole number must stand here; got "${value}"`);
  return whole;
};

const rows: Record<string, Row> = {
  'opens after': (value) => ({ opensAfterFailures: count(value), opensAtFailureRate: 0 }),
  'opens at a failure rate of': (value) => ({
    opensAtFailureRate: number(value) / 100,
    opensAfterFailures: 0,
  }),
  'among at least': (value) => ({ rateMinimumCalls: count(value) }),
  'among the last': (value) => ({ rateWindowCalls: count(value) }),
  'not older than': (value) => ({ rateWindowMs: parseDuration(value) }),
  'tries again after': (value) => ({ triesAgainAfterMs: parseDuration(value), growth: 1 }),
  'and each time in a row': (value) => ({ growth: number(value) }),
  'but never later than': (value) => ({ atMostMs: parseDuration(value) }),
  'then admits trials': (value) => ({ trials: count(value) }),
  'gives up a trial after': (value) => ({ trialMs: parseDuration(value) }),
};

/**
 * Reads the table that describes a breaker in a Background.
 * @throws when a row is unknown or its value cannot be read.
 */
export function breakerRulesIn(table: Readonly<Record<string, string>>): BreakerRules {
  const rules: BreakerRules = {};
  for (const [name, value] of Object.entries(table)) {
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (!row)
      throw new Error(
        `No rule of a breaker reads "${name}"; expected one of: ${Object.keys(rows).join(', ')}`,
      );
    Object.assign(rules, row(value));
  }
  return rules;
}
