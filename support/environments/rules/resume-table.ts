import { parseDuration } from './duration';
import type { ResumeRules } from './resilience-rules';
import { numberIn, type RuleRow, rulesIn } from './rule-table';

const rows: Record<string, RuleRow<ResumeRules>> = {
  'at first': (value) => ({ firstPerSecond: perSecond(value) }),
  'twice as often after each': (value) => ({ doublingMs: parseDuration(value) }),
  'but never more often than': (value) => ({ mostPerSecond: perSecond(value) }),
};

/**
 * Reads the table of how a provider is asked after a limit.
 * @throws when a row is unknown or its value cannot be read.
 */
export function resumeRulesIn(table: Readonly<Record<string, string>>): ResumeRules {
  return rulesIn(table, rows, 'asking after a limit');
}

function perSecond(value: string): number {
  if (!/ times a second$/.test(value))
    throw new Error(`It must read like "20 times a second"; got "${value}"`);
  return numberIn(value);
}
