import { parseDuration } from './duration';
import type { CopiesRules } from './resilience-rules';
import { type RuleRow, rulesIn } from './rule-table';

const rows: Record<string, RuleRow<CopiesRules>> = {
  'shown without asking for': (value) => ({ freshMs: parseDuration(value) }),
  'kept for an outage for': (value) => ({ keptMs: parseDuration(value) }),
};

/**
 * Reads the table of how copies of conversations are used.
 * @throws when a row is unknown or its value cannot be read.
 */
export function copiesRulesIn(table: Readonly<Record<string, string>>): CopiesRules {
  return rulesIn(table, rows, 'copies');
}
