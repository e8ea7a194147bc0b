import { type BinnedRate, binnedRates } from './binned-rates';
import type { EvidenceAttachment } from './journal-page';
import { roundStep } from './round-step';
import { escaped, label, opening, secondsAxis, shortened, stroke } from './svg';
import { type Band, type Mark, trafficNotes } from './traffic-notes';

/** What is drawn. Times are milliseconds on one clock, on whatever origin. */
export interface Traffic {
  readonly title: string;
  /**
   * Up to six lines: `{ name: 'asked by users', timesMs }`. The first is the widest and lies below, so that those that
   * run along it are seen on top of it: begin with the load.
   */
  readonly series: readonly { readonly name: string; readonly timesMs: readonly number[] }[];
  readonly bands?: readonly Band[];
  readonly marks?: readonly Mark[];
  /** Over how long events are counted. 250 ms. */
  readonly binMs?: number;
}

const [width, height] = [900, 360];
const plot = { left: 62, right: 692, top: 116, bottom: 312 };
// Blue and yellow, dark and light, dashes and widths: whoever misses one of them still has the others.
const styles = [
  { colour: '#8c959f', width: 7, dashes: '' },
  { colour: '#bf8700', width: 4, dashes: '14 3' },
  { colour: '#0969da', width: 2.5, dashes: '' },
  { colour: '#1b1f24', width: 2, dashes: '2 3' },
  { colour: '#bf3989', width: 2, dashes: '9 3 2 3' },
  { colour: '#1a7f37', width: 2, dashes: '5 5' },
] as const;

/**
 * Traffic over time as an SVG of 900 x 360 that loads nothing: a line of events per second for each series, over the
 * faults as shaded bands. Beside it a legend with the highest bin of each line and how many events it stands for.
 * @throws RangeError when the bins have no width.
 */
export function trafficPicture(traffic: Traffic): EvidenceAttachment {
  const { binMs = 250 } = traffic;
  if (!(binMs > 0)) throw new RangeError(`Bins must be wider than 0 ms; got ${binMs}`);
  return { fileName: 'Traffic', mediaType: 'image/svg+xml', body: picture(traffic, binMs) };
}

function picture({ title, series, bands = [], marks = [] }: Traffic, binMs: number): string {
  const drawn = series.slice(0, styles.length);
  const [startMs, endMs] = extentOf([
    ...drawn.flatMap(({ timesMs }) => timesMs),
    ...bands.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    ...marks.map(({ atMs }) => atMs),
  ]);
  const spanMs = Math.max(1_000, binMs, Math.ceil((endMs - startMs) / 500) * 500);
  const x = (ms: number): number => plot.left + ((plot.right - plot.left) * (ms - startMs)) / spanMs;
  const lines: Line[] = drawn.map(({ name, timesMs }, index) => ({
    name,
    total: timesMs.length,
    rates: binnedRates(timesMs, { startMs, endMs, binMs }),
    style: styles[index] as LineStyle,
  }));
  const highest = Math.max(1, highestOf(lines.flatMap(({ rates }) => rates)));
  const step = roundStep(highest, 6);
  const ceiling = step * Math.ceil(highest / step);
  const y = (perSecond: number): number => plot.bottom - ((plot.bottom - plot.top) * perSecond) / ceiling;
  const notes = trafficNotes(bands, marks, plot, x);
  const hidden = series.length > drawn.length ? `, the first ${drawn.length} of ${series.length} lines` : '';
  const text = `events per second, counted over ${binMs} ms${hidden}`;
  const isEmpty = drawn.every(({ timesMs }) => timesMs.length === 0);
  return [
    ...opening({ width, height }, `${escaped(title)}: ${text}`),
    label(16, 24, escaped(shortened(title, 95)), 'font-size="16" font-weight="600" fill="#1b1f24"'),
    label(16, 44, text),
    ...notes.shades,
    ...rateAxis(ceiling, step, y),
    ...secondsAxis(plot, spanMs, (ms) => x(startMs + ms), 'seconds since the beginning'),
    ...notes.dashes,
    ...lines.map((each) => line(each, x, y)),
    ...(isEmpty ? [label(plot.left + 12, (plot.top + plot.bottom) / 2, 'nothing happened')] : []),
    ...notes.words,
    ...lines.flatMap((each, index) => legend(each, plot.top + 14 + 38 * index)),
    '</svg>',
    '',
  ].join('\n');
}

interface Line {
  readonly name: string;
  readonly total: number;
  readonly rates: readonly BinnedRate[];
  readonly style: LineStyle;
}

type LineStyle = (typeof styles)[number];

function line({ rates, style }: Line, x: (ms: number) => number, y: (perSecond: number) => number): string {
  const point = (ms: number, perSecond: number): string => `${x(ms).toFixed(1)},${y(perSecond).toFixed(1)}`;
  // Through the middle of each bin, and to the outer edges of the first and the last: a single one is a line too.
  const points = [
    ...rates.slice(0, 1).map(({ fromMs, perSecond }) => point(fromMs, perSecond)),
    ...rates.map(({ fromMs, toMs, perSecond }) => point((fromMs + toMs) / 2, perSecond)),
    ...rates.slice(-1).map(({ toMs, perSecond }) => point(toMs, perSecond)),
  ];
  return `<polyline fill="none" ${stroke(style.colour, style.width, style.dashes)} stroke-linejoin="round" points="${points.join(' ')}"/>`;
}

/** A piece of the line, its name, and what it comes to. */
function legend({ name, total, rates, style }: Line, y: number): string[] {
  const left = plot.right + 16;
  const figures = total === 0 ? 'none' : `${total} in all, peak ${Math.round(highestOf(rates))}/s`;
  return [
    `<line x1="${left}" y1="${y - 4}" x2="${left + 28}" y2="${y - 4}" ${stroke(style.colour, style.width, style.dashes)}/>`,
    label(left + 36, y, escaped(shortened(name, 22)), 'fill="#1b1f24"'),
    label(left + 36, y + 14, figures, 'font-size="11" fill="#57606a"'),
  ];
}

function rateAxis(ceiling: number, step: number, y: (perSecond: number) => number): string[] {
  const ticks = Array.from({ length: Math.round(ceiling / step) + 1 }, (_, index) => index * step);
  const middle = (plot.top + plot.bottom) / 2;
  return [
    ...ticks.map((perSecond) => {
      const at = y(perSecond).toFixed(1);
      const colour = perSecond === 0 ? '#8c959f' : '#eaeef2';
      const text = String(Number(perSecond.toPrecision(3)));
      return `<line x1="${plot.left}" y1="${at}" x2="${plot.right}" y2="${at}" stroke="${colour}"/>${label(plot.left - 8, Number(at) + 4, text, 'text-anchor="end" fill="#57606a"')}`;
    }),
    label(
      18,
      middle,
      'per second',
      `text-anchor="middle" fill="#57606a" transform="rotate(-90 18 ${middle})"`,
    ),
  ];
}

function extentOf(timesMs: readonly number[]): [number, number] {
  const first = timesMs[0] ?? 0;
  return [
    timesMs.reduce((least, each) => Math.min(least, each), first),
    timesMs.reduce((most, each) => Math.max(most, each), first),
  ];
}

function highestOf(rates: readonly BinnedRate[]): number {
  return rates.reduce((most, { perSecond }) => Math.max(most, perSecond), 0);
}
