import { parseDuration } from './duration';
import type { RetryRules } from './resilience-rules';
import { countIn, type RuleRow, rulesIn } from './rule-table';

const rows: Record<string, RuleRow<RetryRules>> = {
  'attempts for one question': (value) => ({ attempts: countIn(value) }),
  'the first wait lasts at most': (value) => ({ firstWaitMs: parseDuration(value) }),
  'each further one': (value) => {
    // The only growth there is; it stands in the table for those who read.
    if (value.trim() !== 'up to twice as long')
      throw new Error(`It must read "up to twice as long"; got "${value}"`);
    return {};
  },
  'but none longer than': (value) => ({ longestWaitMs: parseDuration(value) }),
  'repeated beyond the questions': (value) => ({ budget: budgetIn(value) }),
};

/**
 * Reads the table of how failed attempts are repeated.
 * @throws when a row is unknown or its value cannot be read.
 */
export function retryRulesIn(table: Readonly<Record<string, string>>): RetryRules {
  return rulesIn(table, rows, 'repeating attempts');
}

function budgetIn(value: string): NonNullable<RetryRules['budget']> {
  if (value.trim() === 'without a limit') return 'unlimited';
  const [, reserve, every] = /^(\d+), and 1 for every (\d+)$/.exec(value.trim()) ?? [];
  if (reserve === undefined || every === undefined)
    throw new Error(`It must read "without a limit" or "10, and 1 for every 10"; got "${value}"`);
  return { reserve: Number(reserve), share: 1 / Number(every) };
}
