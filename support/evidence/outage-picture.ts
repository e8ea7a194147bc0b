import { depthLine } from './depth-line';
import type { EvidenceAttachment } from './journal-page';
import { legendRowHeight } from './legend';
import { levelStrip } from './level-strip';
import { outageNotes } from './outage-notes';
import { palette, type Tint } from './palette';
import { panel } from './panel';
import { roundStep } from './round-step';
import { seconds } from './seconds';
import { type StackedKind, stackedBars } from './stacked-bars';
import { escaped, label, opening, type Plot, secondsAxis, shortened } from './svg';
import type { Band, Mark, TrafficNotes } from './traffic-notes';

/** What is drawn. Times are milliseconds on one clock, on whatever origin; what has none is left out, and that is said. */
export interface OutageRun {
  readonly title: string;
  /** What was broken: `{ name: 'database killed', fromMs, toMs }`. Without an end, or a beginning, it reaches to the edge. */
  readonly bands: readonly Band[];
  readonly marks?: readonly Mark[];
  /** By when they ended. */
  readonly reads: readonly {
    readonly atMs: number;
    readonly from: 'database' | 'fresh copy' | 'stale copy' | 'cannot be checked' | 'refused';
  }[];
  readonly writes: readonly {
    readonly atMs: number;
    readonly outcome: 'done' | 'accepted' | 'refused' | 'unknown';
  }[];
  /** As seen, by time; each holds until the next. */
  readonly levels: readonly { readonly atMs: number; readonly level: string }[];
  /** Accepted writes that waited, as seen, by time. */
  readonly journalDepth: readonly { readonly atMs: number; readonly depth: number }[];
  /** Counted over so long; chosen from the length of the run when it is not said. */
  readonly binMs?: number;
}

const width = 900;
const [left, right] = [62, 680];
const [headingHeight, betweenPanels] = [22, 16];
const [notesTop, rowHeight, notesRows, stripHeight] = [60, 14, 4, 30];
// Bars narrower than 2 pixels are not seen, however short the bins that were wished for.
const mostBins = (right - left) / 2;
const leastSpanMs = 500;

const readTints: Readonly<Record<OutageRun['reads'][number]['from'], Tint>> = {
  database: palette.usual,
  'fresh copy': palette.almostUsual,
  'stale copy': palette.substitute,
  'cannot be checked': palette.nobodyKnows,
  refused: palette.refused,
};
const writeTints: Readonly<Record<OutageRun['writes'][number]['outcome'], { name: string; tint: Tint }>> = {
  done: { name: 'done', tint: palette.usual },
  accepted: { name: 'accepted and pending', tint: palette.substitute },
  unknown: { name: 'outcome unknown', tint: palette.nobodyKnows },
  refused: { name: 'refused', tint: palette.refused },
};

/**
 * A run through an outage as an SVG, 900 wide, that loads nothing: under the faults as shaded bands, one below the other
 * on one axis, the service level, the readings by where they came from, the writes by what their users were told, and
 * the accepted writes that waited. Beside each stands what it comes to.
 * @throws RangeError when the bins are not wider than 0, or endless.
 */
export function outagePicture(run: OutageRun): EvidenceAttachment {
  const { binMs } = run;
  if (binMs !== undefined && !(binMs > 0 && binMs < Number.POSITIVE_INFINITY))
    throw new RangeError(`Bins must be wider than 0 ms, and end; got ${binMs}`);
  return { fileName: 'Timeline', mediaType: 'image/svg+xml', body: picture(run) };
}

function picture(run: OutageRun): string {
  const { lengthMs, leftOut, bands, marks, reads, writes, levels, journalDepth } = sinceBeginning(run);
  const binMs = binOf(run.binMs, Math.max(leastSpanMs, lengthMs));
  const spanMs = spanOf(lengthMs, binMs);
  const x = (ms: number): number => left + ((right - left) * ms) / spanMs;
  const notesAbove = (bottom: number): TrafficNotes =>
    outageNotes(bands, marks, { left, right, top: notesTop + rowHeight * notesRows, bottom }, x);
  const top = notesTop + rowHeight * notesAbove(0).rows;
  const levelPlot = below(top, stripHeight);
  const level = levelStrip(levels, lengthMs, levelPlot, x);
  // Its legend reaches further down than the strip, and the next must not begin within it.
  const legendHeight = legendRowHeight * level.legend.length - 22;
  const readPlot = below(levelPlot.top + Math.max(stripHeight, legendHeight), 80);
  const writePlot = below(readPlot.bottom, 64);
  const depthPlot = below(writePlot.bottom, 56);
  const frame = { left, right, top, bottom: depthPlot.bottom };
  const notes = notesAbove(frame.bottom);
  const bins = { startMs: 0, endMs: spanMs, binMs };
  const text = [
    `${seconds(lengthMs)} in all`,
    `each bar counts ${seconds(binMs)}`,
    ...(bands.length > 0 ? ['shaded while something was broken'] : []),
    ...(leftOut > 0 ? [`${leftOut} without a time are left out`] : []),
  ].join('; ');
  return [
    ...opening({ width, height: frame.bottom + 48 }, `${escaped(run.title)}: ${text}`),
    label(16, 24, escaped(shortened(run.title, 95)), 'font-size="16" font-weight="600" fill="#1b1f24"'),
    label(16, 44, text),
    ...notes.shades,
    ...secondsAxis(frame, spanMs, x, 'seconds since the beginning'),
    ...panel('Service level', levelPlot, level, levels.length > 0 ? '' : 'no level was seen'),
    ...panel(
      'Readings, by where the answer came from',
      readPlot,
      stackedBars(readKinds(reads), bins, readPlot, x),
      reads.length > 0 ? '' : 'nothing was read',
    ),
    ...panel(
      'Writes, by what their users were told',
      writePlot,
      stackedBars(writeKinds(writes), bins, writePlot, x),
      writes.length > 0 ? '' : 'nothing was written',
    ),
    ...panel(
      'Accepted writes, waiting to be stored',
      depthPlot,
      depthLine(journalDepth, lengthMs, depthPlot, x),
      journalDepth.length > 0 ? '' : 'nobody looked',
    ),
    ...notes.dashes,
    ...notes.words,
    '</svg>',
    '',
  ].join('\n');
}

/** The plot of the next panel, with room for its heading. */
function below(y: number, plotHeight: number): Plot {
  const top = y + betweenPanels + headingHeight;
  return { left, right, top, bottom: top + plotHeight };
}

function readKinds(reads: OutageRun['reads']): StackedKind[] {
  return Object.entries(readTints).map(([name, tint]) => ({
    name,
    tint,
    timesMs: reads.flatMap(({ from, atMs }) => (from === name ? [atMs] : [])),
  }));
}

function writeKinds(writes: OutageRun['writes']): StackedKind[] {
  return Object.entries(writeTints).map(([kind, { name, tint }]) => ({
    name,
    tint,
    timesMs: writes.flatMap(({ outcome, atMs }) => (outcome === kind ? [atMs] : [])),
  }));
}

/** What has a time, by time, counted from the first; and how many have none. */
function sinceBeginning(run: OutageRun) {
  const given = [run.bands, run.marks ?? [], run.reads, run.writes, run.levels, run.journalDepth];
  const bands = run.bands.filter(({ fromMs, toMs }) => Number.isFinite(fromMs) || Number.isFinite(toMs));
  const marks = timed(run.marks ?? []);
  const [reads, writes, levels] = [timed(run.reads), timed(run.writes), timed(run.levels)];
  const journalDepth = timed(run.journalDepth).filter(({ depth }) => Number.isFinite(depth));
  const events = [marks, reads, writes, levels, journalDepth];
  const [startMs, endMs] = extentOf([
    ...events.flat().map(({ atMs }) => atMs),
    ...bands.flatMap(({ fromMs, toMs }) => [fromMs, toMs].filter(Number.isFinite)),
  ]);
  const shifted = <Event extends { readonly atMs: number }>(list: readonly Event[]): Event[] =>
    list.map((event) => ({ ...event, atMs: event.atMs - startMs }));
  return {
    lengthMs: endMs - startMs,
    leftOut: given.flat().length - bands.length - events.flat().length,
    bands: bands.map(({ name, fromMs, toMs }) => ({
      name,
      fromMs: Number.isFinite(fromMs) ? fromMs - startMs : 0,
      toMs: (Number.isFinite(toMs) ? toMs : endMs) - startMs,
    })),
    marks: shifted(marks),
    reads: shifted(reads),
    writes: shifted(writes),
    levels: shifted(levels),
    journalDepth: shifted(journalDepth),
  };
}

function timed<Event extends { readonly atMs: number }>(events: readonly Event[]): Event[] {
  return events.filter(({ atMs }) => Number.isFinite(atMs)).toSorted((one, other) => one.atMs - other.atMs);
}

/** Round, and about sixty of them; those that were wished for, unless they were too many to be seen. */
function binOf(wishedMs: number | undefined, spanMs: number): number {
  if (wishedMs === undefined) return roundStep(spanMs, 75);
  return wishedMs * Math.max(1, Math.ceil(spanMs / (wishedMs * mostBins)));
}

/** As long as the run, and to the end of its last bin where hardly anything is missing from it. */
function spanOf(lengthMs: number, binMs: number): number {
  const wholeMs = Math.ceil(lengthMs / binMs) * binMs;
  return Math.max(leastSpanMs, binMs, wholeMs - lengthMs <= binMs / 10 ? wholeMs : lengthMs);
}

function extentOf(timesMs: readonly number[]): [number, number] {
  const first = timesMs[0] ?? 0;
  return [
    timesMs.reduce((least, each) => Math.min(least, each), first),
    timesMs.reduce((most, each) => Math.max(most, each), first),
  ];
}
