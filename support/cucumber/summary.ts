import { CRITERIA, criteriaAmong } from './criteria';
import { grouped } from './grouped';
import { isRed, OUTCOMES } from './outcome';
import type { RunRecord, ScenarioRecord } from './run-record';

/** How many lines of an error the summary shows; the reports have the rest. */
const ERROR_LINES = 14;

/** The closing page of a run, for people, and its last line, for machines. */
export function summaryOf(record: RunRecord, reasons: readonly string[]): string {
  const scenarios = record.scenarios();
  const blocks = [
    notPassed(scenarios),
    skipped(scenarios),
    [
      `Scenarios  ${scenarios.length}${scenarios.length > 0 ? `: ${counts(scenarios)}` : ''}`,
      `Duration   ${seconds(record.elapsedMs())}${firstAfter(record)}`,
      ...criteria(scenarios),
    ].join('\n'),
    slowest(scenarios),
    reasons.length > 0 ? `NOT ACCEPTED. ${reasons.join('\n')}` : '',
    lastLine(record, reasons),
  ];
  return `\n${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** `N passed, N failed`, and `, N skipped` where some were; whatever is neither passed nor skipped with a reason is failed. */
export function lastLine(record: RunRecord, reasons: readonly string[]): string {
  const scenarios = record.scenarios();
  const passed = scenarios.filter(({ outcome }) => outcome.kind === 'passed').length;
  const skipped = scenarios.filter(({ outcome }) => outcome.kind === 'skipped').length;
  const notRun = scenarios.filter(({ outcome }) => outcome.kind === 'not run').length;
  const failed = scenarios.filter(({ outcome }) => isRed(outcome)).length + record.neverBegan().length;
  const tail = [skipped > 0 ? `, ${skipped} skipped` : '', notRun > 0 ? `, ${notRun} not run` : ''].join('');
  // A run refused for another reason than a scenario (none ran, a broken file) must not read as "0 failed".
  return `${passed} passed, ${Math.max(failed, reasons.length > 0 ? 1 : 0)} failed${tail}`;
}

function notPassed(scenarios: readonly ScenarioRecord[]): string {
  return scenarios
    .filter(({ outcome }) => isRed(outcome))
    .map(
      ({ name, location, outcome }) =>
        `${outcome.kind.toUpperCase()}  ${name}\n  ${location}\n${indented(outcome)}`,
    )
    .join('\n\n');
}

function skipped(scenarios: readonly ScenarioRecord[]): string {
  const those = scenarios.filter(({ outcome }) => outcome.kind === 'skipped');
  return [...grouped(those, ({ outcome }) => outcome.message)]
    .map(([reason, alike]) => `SKIPPED  ${alike.length}, because: ${reason}\n${alike.map(where).join('\n')}`)
    .join('\n\n');
}

function counts(scenarios: readonly ScenarioRecord[]): string {
  return OUTCOMES.map((kind) => ({
    kind,
    count: scenarios.filter(({ outcome }) => outcome.kind === kind).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`)
    .join(', ');
}

function criteria(scenarios: readonly ScenarioRecord[]): string[] {
  const carriers = new Map<string, ScenarioRecord[]>();
  for (const scenario of scenarios)
    for (const id of criteriaAmong(scenario.tags)) carriers.set(id, [...(carriers.get(id) ?? []), scenario]);
  const ids = Object.keys(CRITERIA).filter((id) => carriers.has(id));
  if (ids.length === 0) return [];
  const isShown = (id: string) => (carriers.get(id) ?? []).every(({ outcome }) => outcome.kind === 'passed');
  const shown = ids.filter(isShown);
  const others = ids.filter((id) => !isShown(id));
  return [
    `Criteria   ${shown.length} of ${Object.keys(CRITERIA).length} shown${shown.length > 0 ? `: ${shown.join(' ')}` : ''}`,
    ...(others.length > 0 ? [`           not all passed: ${others.join(' ')}`] : []),
  ];
}

function slowest(scenarios: readonly ScenarioRecord[]): string {
  const ten = scenarios
    .filter(({ outcome }) => outcome.kind !== 'not run')
    .toSorted((one, other) => other.durationMs - one.durationMs)
    .slice(0, 10);
  if (ten.length === 0) return '';
  return [
    'Slowest',
    ...ten.map(({ durationMs, ...rest }) => `${seconds(durationMs).padStart(9)}${where(rest)}`),
  ].join('\n');
}

function where({ location, name }: Pick<ScenarioRecord, 'location' | 'name'>): string {
  return `  ${location}  ${name}`;
}

function firstAfter({ firstScenarioAfterMs }: RunRecord): string {
  return firstScenarioAfterMs === undefined
    ? ''
    : `, the first scenario began after ${seconds(firstScenarioAfterMs)}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

function indented({ message, trace = '' }: ScenarioRecord['outcome']): string {
  const lines = message.split('\n');
  const shown =
    lines.length > ERROR_LINES ? [...lines.slice(0, ERROR_LINES), '... (more in the reports)'] : lines;
  const ownPlace = trace.split('\n').find((line) => /^\s+at /.test(line) && !line.includes('node_modules'));
  return [...shown, ...(ownPlace ? [ownPlace.trim()] : [])].map((line) => `  ${line}`).join('\n');
}
