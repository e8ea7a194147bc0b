import type { EvidenceAttachment } from './journal-page';
import { palette, type Tint } from './palette';
import { panel } from './panel';
import { seconds } from './seconds';
import { stackedBars } from './stacked-bars';
import { escaped, label, opening, type Plot, secondsAxis, shortened } from './svg';

/** A request by when it was due, and whether it was served: as usual, by what is there for outages, or not. */
export interface DrawnRequest {
  readonly atMs: number;
  readonly became: 'as usual' | 'by a substitute' | 'not served';
}

/** What is drawn. Times are milliseconds on one clock. */
export interface SideBySidePicture {
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  /** One below the other, each with its share of requests served in words. */
  readonly sides: readonly {
    readonly name: string;
    readonly served: string;
    readonly requests: readonly DrawnRequest[];
  }[];
  /** One strip for each, with all that was out. */
  readonly strips: readonly {
    readonly name: string;
    readonly outages: readonly { readonly fault: string; readonly fromMs: number; readonly toMs: number }[];
  }[];
}

const width = 900;
const [left, right] = [132, 680];
const [stripsTop, stripHeight, wordsHeight] = [88, 12, 18];
const [plotHeight, plotGap] = [96, 44];
const binMs = 1_000;
const kinds = [
  { became: 'as usual', name: 'served as usual', tint: palette.usual },
  { became: 'by a substitute', name: 'served by a substitute', tint: palette.substitute },
  { became: 'not served', name: 'not served', tint: palette.refused },
] as const satisfies readonly { became: DrawnRequest['became']; name: string; tint: Tint }[];
const outTint = { fill: '#f6d5d8', ink: '#7a0f22', edge: '#cf222e' };
/** What a letter of the words below a strip takes on average, generously. */
const letterWidth = 5.4;
const words = `font-size="10" fill="${outTint.ink}"`;

/**
 * What two services made of the same requests under the same faults, as an SVG, 900 wide, that loads nothing: what was out
 * above, what became of the requests of each second below, one service under the other on one axis.
 */
export function sideBySidePicture(run: SideBySidePicture): EvidenceAttachment {
  return { fileName: 'Side by side', mediaType: 'image/svg+xml', body: picture(run) };
}

function picture({ beganAtMs, endedAtMs, sides, strips }: SideBySidePicture): string {
  const spanMs = Math.max(binMs, Math.ceil((endedAtMs - beganAtMs) / binMs) * binMs);
  const x = (ms: number): number => left + ((right - left) * ms) / spanMs;
  const rowHeight = stripHeight + wordsHeight;
  const firstTop = stripsTop + strips.length * rowHeight + plotGap;
  const plots = sides.map((_, index): Plot => {
    const top = firstTop + index * (plotHeight + plotGap);
    return { left, right, top, bottom: top + plotHeight };
  });
  const bottom = plots.at(-1)?.bottom ?? firstTop;
  const headline = `The same requests, the same faults: ${sides.map(({ name, served }) => `${served} served ${name}`).join(', ')}`;
  const text = `${seconds(spanMs)} in all; each bar counts the requests of one second; above, what was out meanwhile`;
  return [
    ...opening({ width, height: bottom + 48 }, `${escaped(headline)}: ${text}`),
    label(16, 26, escaped(headline), 'font-size="16" font-weight="600" fill="#1b1f24"'),
    label(16, 46, text),
    label(left, stripsTop - 10, 'Out', 'font-weight="600" fill="#1b1f24"'),
    ...secondsAxis({ left, right, top: stripsTop, bottom }, spanMs, x, 'seconds since the beginning'),
    ...strips.flatMap((each, index) => strip(each, stripsTop + index * rowHeight, beganAtMs, x)),
    ...sides.flatMap(({ name, served, requests }, index) => {
      const plot = plots[index] as Plot;
      const drawn = kinds.map(({ became, ...kind }) => ({
        ...kind,
        timesMs: requests.flatMap((each) => (each.became === became ? [each.atMs - beganAtMs] : [])),
      }));
      const bars = stackedBars(drawn, { startMs: 0, endMs: spanMs, binMs }, plot, x);
      const heading = escaped(`${capital(name)}: ${served} served`);
      return panel(heading, plot, bars, requests.length > 0 ? '' : 'nothing was asked');
    }),
    '</svg>',
    '',
  ].join('\n');
}

function strip(
  { name, outages }: SideBySidePicture['strips'][number],
  top: number,
  beganAtMs: number,
  x: (ms: number) => number,
): string[] {
  const middle = top + stripHeight / 2 + 4;
  const outMs = outages.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const from = (index: number): number => x((outages[index]?.fromMs ?? Number.POSITIVE_INFINITY) - beganAtMs);
  return [
    label(left - 8, middle, escaped(name), 'text-anchor="end" fill="#1b1f24"'),
    `<line x1="${left}" y1="${top + stripHeight}" x2="${right}" y2="${top + stripHeight}" stroke="#d8dee4"/>`,
    ...outages.map(({ fromMs, toMs }) => {
      const [start, end] = [x(fromMs - beganAtMs), x(toMs - beganAtMs)];
      const wide = Math.max(1.5, end - start).toFixed(1);
      return `<rect x="${start.toFixed(1)}" y="${top}" width="${wide}" height="${stripHeight}" fill="${outTint.fill}" stroke="${outTint.edge}"/>`;
    }),
    ...outages.flatMap(({ fault }, index) => {
      const next = Math.min(from(index + 1) - 6, right);
      const most = Math.floor((next - from(index)) / letterWidth);
      // At the right edge the words end there instead of beginning below their outage, where nothing stands before.
      const before = outages[index - 1];
      const begins = before ? from(index - 1) + before.fault.length * letterWidth : left;
      const fitsBackwards = next === right && right - fault.length * letterWidth > begins;
      const y = top + stripHeight + 11;
      return fault.length > most && fitsBackwards
        ? [label(right, y, escaped(fault), `text-anchor="end" ${words}`)]
        : [label(from(index), y, escaped(shortened(fault, Math.max(3, most))), words)];
    }),
    label(right + 20, middle, `out for ${seconds(outMs)}`, 'fill="#57606a"'),
  ];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
