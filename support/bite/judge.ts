import type { ScenarioRecord } from '../cucumber/run-record';
import type { Variant } from './variant';

/** What came of one variant. */
export interface Finding {
  readonly variant: Variant;
  readonly verdict: 'bites' | 'SURVIVES' | 'NO LONGER APPLIES';
  readonly ran: number;
  /** Titles that had to fail and did, for the reason stated. */
  readonly expected: readonly string[];
  /** Titles that failed besides. */
  readonly unexpected: readonly string[];
  /** Why it does not bite, a sentence for each scenario; empty when it does. */
  readonly objections: readonly string[];
}

/** Judges a variant by what its run did. Pure. */
export function judge(
  variant: Variant,
  scenarios: readonly Pick<ScenarioRecord, 'name' | 'outcome'>[],
): Finding {
  const outcomes = new Map(scenarios.map(({ name, outcome }) => [name, outcome]));
  const objections = Object.entries(variant.mustFail).flatMap(([title, because]) => {
    const outcome = outcomes.get(title);
    if (!outcome) return [`"${title}" did not run`];
    if (outcome.kind === 'passed') return [`"${title}" passed`];
    const said = [outcome.message, outcome.trace].join('\n');
    if (outcome.kind === 'failed' && said.includes(because)) return [];
    return [`"${title}" ${outcome.kind} without "${because}": ${outcome.message.split('\n')[0]}`];
  });
  const failed = scenarios.filter(({ outcome }) => outcome.kind === 'failed').map(({ name }) => name);
  const isExpected = (title: string): boolean => Object.hasOwn(variant.mustFail, title);
  return {
    variant,
    verdict: objections.length === 0 ? 'bites' : 'SURVIVES',
    ran: scenarios.length,
    expected: failed.filter(isExpected),
    unexpected: failed.filter((title) => !isExpected(title)),
    objections,
  };
}
