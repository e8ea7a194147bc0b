import { CRITERIA, tagsNear } from './criteria';
import { grouped } from './grouped';
import type { Invocation } from './invocation';
import { isRed } from './outcome';
import type { RunRecord } from './run-record';

/**
 * Why the run must not be called a success; empty when nothing stands against it.
 * Cucumber itself is content with a run of no scenario, and, in a dry run, with undefined and ambiguous steps.
 * @param mayNotSkip whether a missing capability is no excuse, as in CI.
 */
export function refusals(record: RunRecord, invocation: Invocation, mayNotSkip = false): string[] {
  const reasons = record.parseErrors.map((error) => `A feature file cannot be read: ${error}`);
  reasons.push(...record.runHookFailures.map((message) => `A BeforeAll or AfterAll hook failed: ${message}`));
  const scenarios = record.scenarios();
  const neverBegan = record.neverBegan();
  if (scenarios.length === 0 && neverBegan.length === 0 && reasons.length === 0)
    reasons.push(nothingRan(record, invocation));
  if (neverBegan.length > 0)
    reasons.push(
      `${neverBegan.length} scenarios were chosen and never began (a worker died?): ${neverBegan.slice(0, 5).join('; ')}`,
    );
  const skipped = scenarios.filter(({ outcome }) => outcome.kind === 'skipped').length;
  if (skipped > 0 && mayNotSkip)
    reasons.push(
      `${skipped} scenarios were skipped; in CI nothing may be skipped, so provide what they need.`,
    );
  const red = scenarios.map(({ outcome }) => outcome).filter(isRed);
  if (red.length > 0) {
    const counts = [...grouped(red, ({ kind }) => kind)].map(([kind, those]) => `${those.length} ${kind}`);
    reasons.push(`${red.length} of ${scenarios.length} scenarios did not pass: ${counts.join(', ')}.`);
  }
  if (reasons.length === 0 && record.success === false)
    reasons.push('Cucumber itself called the run a failure.');
  return reasons;
}

function nothingRan(record: RunRecord, { tagExpressions, names, paths }: Invocation): string {
  const chosen = [
    ...tagExpressions.map((expression) => `the tag expression "${expression}"`),
    ...names.map((name) => `the name "${name}"`),
    ...paths.map((path) => `the path "${path}"`),
  ];
  const by = chosen.length > 0 ? `${chosen.join(' and ')} chose none` : 'no feature file has one';
  return [`No scenario ran: ${by}, and a run must show something.`, ...tagExpressions.map(hintsFor(record))]
    .join(' ')
    .trim();
}

function hintsFor(record: RunRecord): (expression: string) => string {
  const carried = record.allTags();
  const known = Object.keys(CRITERIA).map((id) => `@${id}`);
  return (expression) =>
    (expression.match(/@[^\s()]+/g) ?? [])
      .filter((tag) => !carried.has(tag))
      .map((tag) => {
        if (known.includes(tag)) return `${tag} is a known criterion, but no scenario carries it.`;
        const near = tagsNear(tag, [...carried, ...known]);
        return near.length > 0
          ? `No scenario carries ${tag}; near it are ${near.join(', ')}.`
          : unknown(tag, carried);
      })
      .join(' ');
}

function unknown(tag: string, carried: ReadonlySet<string>): string {
  const criteria = [...carried].filter((candidate) => candidate.slice(1) in CRITERIA).sort();
  return `No scenario carries ${tag}, and no known tag is near it; criteria carried: ${criteria.join(' ') || 'none'}.`;
}
