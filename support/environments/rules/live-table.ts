import { parseDuration } from './duration';
import type { LiveRules } from './resilience-rules';
import { countIn, type RuleRow, rulesIn } from './rule-table';

const rows: Record<string, RuleRow<LiveRules>> = {
  'gives a sign of life every': (value) => ({ heartbeatMs: parseDuration(value) }),
  'is given up when silent for': (value) => ({ silentAfterMs: parseDuration(value) }),
  'comes back first within': (value) => ({ firstWaitMs: parseDuration(value) }),
  'comes back later within': (value) => ({ longestWaitMs: parseDuration(value) }),
  'stays away from one that stops for up to': (value) => ({ spreadMs: parseDuration(value) }),
  'may have missed': (value) => ({ mayMiss: countIn(value) }),
  'is one of at most, of one user': (value) => ({ mostOfOneUser: countIn(value) }),
  'keeps waiting in memory': (value) => ({ bufferBytes: countIn(value) * 1_000 }),
};

/**
 * Reads the table of how live connections are kept.
 * @throws when a row is unknown or its value cannot be read.
 */
export function liveRulesIn(table: Readonly<Record<string, string>>): LiveRules {
  return rulesIn(table, rows, 'a live connection');
}
