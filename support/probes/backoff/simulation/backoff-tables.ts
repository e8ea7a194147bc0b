import { backoffSetup } from '../backoff-setup';
import type { BackoffCheck } from '../finding';
import { falseAlarmBounds } from './false-alarm-bounds';
import type { TrialSeries } from './trial-series';
import { waitRules } from './wait-rules';

const checks: readonly BackoffCheck[] = ['growth', 'spread', 'shape', 'pile-up', 'floor'];

/** The result of a simulation as Markdown: false alarms, misses, and each figure beside its limits. */
export function backoffTables(series: readonly TrialSeries[]): string {
  const isGood = ({ rule }: TrialSeries): boolean => waitRules[rule].caughtBy === undefined;
  const good = series.filter(isGood);
  const bad = series.filter((each) => !isGood(each));
  const bounds = falseAlarmBounds();
  return [
    `${backoffSetup.clients} clients, ${backoffSetup.attempts} attempts, base ${backoffSetup.baseMs} ms, cap ${backoffSetup.capMs} ms.`,
    '### False alarms: correct samples that a check failed',
    table(
      ['rule', 'machine', 'samples', ...checks],
      good.map((each) => [
        each.rule,
        each.noise,
        String(each.runs),
        ...checks.map((check) => (each.failed.has(check) ? String(each.failed.get(check)) : '-')),
      ]),
    ),
    `Computed bounds for any number of clients from ${backoffSetup.clients} on: growth ${bounds.growth.toExponential(1)}, ` +
      `shape ${bounds.shape.toExponential(1)}.`,
    '### Misses: share of wrong samples that a check passed, on the machine where it passed most',
    table(['rule', 'samples', ...checks, 'all of them', 'meant to be caught by'], byRule(bad).map(missRow)),
    '### The figures of correct samples, over all machines and both rules',
    table(['figure', 'lowest', 'median', '1 in 10,000', 'highest', 'limits'], figureRows(good)),
  ].join('\n\n');
}

function missRow(series: readonly TrialSeries[]): string[] {
  const [first] = series as [TrialSeries];
  const runs = series.reduce((sum, each) => sum + each.runs, 0);
  const missed = (failed: (each: TrialSeries) => number): string =>
    percent(Math.max(...series.map((each) => 1 - failed(each) / each.runs)));
  return [
    first.rule,
    String(runs),
    ...checks.map((check) => (first.failed.has(check) ? missed((each) => each.failed.get(check) ?? 0) : '-')),
    missed((each) => each.failedByAny),
    waitRules[first.rule].caughtBy ?? '',
  ];
}

function figureRows(good: readonly TrialSeries[]): string[][] {
  const names = [...new Set(good.flatMap(({ figures }) => figures.map(({ name }) => name)))];
  return names.map((name) => {
    const figures = good.flatMap((each) => each.figures.filter((figure) => figure.name === name));
    const { atLeast, atMost } = figures[0] ?? {};
    const most = (of: (figure: (typeof figures)[number]) => number): string =>
      Math.max(...figures.map(of)).toFixed(3);
    const lowest = Math.min(...figures.map((figure) => figure.lowest)).toFixed(3);
    const limit = [atLeast, atMost].map((each) =>
      each === undefined ? '' : String(Number(each.toFixed(4))),
    );
    const values = [
      lowest,
      most((figure) => figure.median),
      most((figure) => figure.high),
      most(({ highest }) => highest),
    ];
    return [name, ...values, limit.join(' to ').replace(/^ to /, 'at most ')];
  });
}

function byRule(series: readonly TrialSeries[]): TrialSeries[][] {
  const rules = [...new Set(series.map(({ rule }) => rule))];
  return rules.map((rule) => series.filter((each) => each.rule === rule));
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
