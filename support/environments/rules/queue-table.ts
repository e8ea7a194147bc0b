import { parseDuration } from './duration';
import { ordinalIn } from './ordinal';
import type { QueueRules } from './resilience-rules';
import { countIn, type RuleRow, rulesIn } from './rule-table';

const rows: Record<string, RuleRow<QueueRules>> = {
  'at most': (value) => ({ most: countIn(value) }),
  'no longer than': (value) => ({ longestWaitMs: parseDuration(value) }),
  'whoever has waited longest has each': (value) => ({ longestWaitedEvery: ordinalIn(value) }),
};

/**
 * Reads the table of how questions wait for their turn.
 * @throws when a row is unknown or its value cannot be read.
 */
export function queueRulesIn(table: Readonly<Record<string, string>>): QueueRules {
  return rulesIn(table, rows, 'waiting');
}
