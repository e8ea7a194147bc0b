import type { LogLine } from '../../environments/service/running-service';
import type { Told } from '../../users/side-by-side/side-by-side-traffic';
import { type Sample, sumOf } from '../metrics-page';

/** What the service counted and showed, and what was seen of it. */
export interface OwnAccount {
  readonly told: readonly Told[];
  readonly before: readonly Sample[];
  readonly after: readonly Sample[];
  /** Of the same time, and not before. */
  readonly log: readonly LogLine[];
}

/** A figure of the service's own, and between which numbers what was seen puts it. */
export interface AccountLine {
  readonly figure: string;
  readonly counted: number;
  readonly atLeast: number;
  readonly atMost: number;
}

/** By how much its measure of a time may differ from what the times in its log say, for each time. */
const clockToleranceSeconds = 0.1;

/** What the service says of itself, line by line, beside what was seen from outside. Pure. */
export function ownAccount({ told, before, after, log }: OwnAccount): AccountLine[] {
  const counted = (name: string, labels: Readonly<Record<string, string>> = {}): number =>
    sumOf(after, name, labels) - sumOf(before, name, labels);
  const unheard = told.filter(({ became }) => became === 'too late' || became === 'no answer').length;
  const refused = told.filter(({ became }) => became === 'refused' || became === 'unknown').length;
  const read = told.filter(({ operation }) => operation === 'read');
  // Summaries read conversations too, and do not say from where.
  const summaries = told.filter(({ operation }) => operation === 'summarise').length;
  const shown = (isMeant: (each: Told) => boolean): number =>
    read.filter((each) => each.became === 'served' && isMeant(each)).length;
  const stale = shown(({ manner }) => manner === 'from a copy');
  const real = shown(({ source }) => source === 'database');
  const answered = counted('answers_total') - counted('answers_total', { outcome: 'complete' });
  const returns = returnsIn(log);
  return [
    { figure: 'requests refused', counted: answered, atLeast: refused, atMost: refused + unheard },
    {
      figure: 'conversations shown from a stale copy',
      counted: counted('conversation_reads_total', { outcome: 'stale copy' }),
      atLeast: stale,
      atMost: stale + summaries + unheard,
    },
    {
      figure: 'conversations read from the database',
      counted: counted('conversation_reads_total', { outcome: 'database' }),
      atLeast: real,
      atMost: real + summaries + unheard,
    },
    {
      figure: 'returns to full service',
      counted: counted('service_recovery_duration_seconds_count'),
      atLeast: returns.length,
      atMost: returns.length,
    },
    {
      figure: 'seconds without full service',
      counted: counted('service_recovery_duration_seconds_sum'),
      atLeast: sum(returns) - clockToleranceSeconds * returns.length,
      atMost: sum(returns) + clockToleranceSeconds * returns.length,
    },
  ];
}

/** Those whose figure is not what was seen, in words. */
export function disagreements(lines: readonly AccountLine[]): string[] {
  return lines
    .filter(({ counted, atLeast, atMost }) => counted < atLeast - 1e-6 || counted > atMost + 1e-6)
    .map(
      ({ figure, counted, atLeast, atMost }) =>
        `${figure}: the service counted ${round(counted)}, seen were ${round(atLeast)} to ${round(atMost)}`,
    );
}

/** How long it lasted each time from leaving full service to being back, in seconds, by the log. */
function returnsIn(log: readonly LogLine[]): number[] {
  const lasted: number[] = [];
  let leftAtMs: number | undefined;
  for (const line of log.filter(({ event }) => event === 'service-level.changed')) {
    const atMs = typeof line.time === 'number' ? line.time : Date.parse(String(line.time));
    if (line.from === 'full') leftAtMs = atMs;
    if (line.to === 'full' && leftAtMs !== undefined) lasted.push((atMs - leftAtMs) / 1_000);
  }
  return lasted;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
