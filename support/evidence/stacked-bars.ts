import { type BinnedRate, type Bins, binnedRates } from './binned-rates';
import { countAxis } from './count-axis';
import type { Tint } from './palette';
import type { PanelContent } from './panel';
import type { Plot } from './svg';

/** Events of one kind. */
export interface StackedKind {
  readonly name: string;
  readonly tint: Tint;
  readonly timesMs: readonly number[];
}

// Less is not seen.
const leastHeight = 1.5;

/**
 * A bar for each bin, made of the kinds from the floor up in the order in which they are given; its height is their
 * number. Every piece can be seen, be it the only one among thousands, at the cost of the largest in the same bar.
 * Beside the bars, how many events each kind has.
 * @param x where a moment is, in pixels.
 */
export function stackedBars(
  kinds: readonly StackedKind[],
  bins: Bins,
  plot: Plot,
  x: (ms: number) => number,
): PanelContent {
  const rates = kinds.map(({ timesMs }) => binnedRates(timesMs, bins));
  const bars = (rates[0] ?? []).map((bin, index) => ({
    ...bin,
    // In the last bin, which is wider, too: what it would be at this rate in one as wide as the others.
    counts: rates.map((each) => ((each[index]?.perSecond ?? 0) * bins.binMs) / 1_000),
  }));
  const highest = bars.reduce((most, { counts }) => Math.max(most, sum(counts)), 0);
  const axis = countAxis(Math.max(1, highest), plot);
  const pieces = bars.map((bar) => piecesOf(bar, plot.bottom - axis.y(1), plot.bottom, x));
  return {
    drawn: [
      ...axis.drawn,
      ...kinds.flatMap(({ tint, timesMs }, kind) => {
        const edge = tint.edge === undefined ? '' : ` stroke="${tint.edge}" stroke-width="0.7"`;
        const d = pieces.map((each) => each[kind]).join('');
        return timesMs.length === 0 ? [] : [`<path fill="${tint.fill}"${edge} d="${d}"/>`];
      }),
    ],
    legend: kinds.map(({ name, tint, timesMs }) => ({ name, figure: String(timesMs.length), tint })),
  };
}

interface Bar extends BinnedRate {
  readonly counts: readonly number[];
}

/** For each kind a rectangle, or none. */
function piecesOf(
  { fromMs, toMs, counts }: Bar,
  heightOfOne: number,
  floorY: number,
  x: (ms: number) => number,
): string[] {
  const heights = visible(counts.map((count) => count * heightOfOne));
  const air = Math.min(1, (x(toMs) - x(fromMs)) / 5);
  const [from, to] = [x(fromMs).toFixed(1), (x(toMs) - air).toFixed(1)];
  return heights.map((height, kind) => {
    const bottomY = floorY - sum(heights.slice(0, kind));
    const topY = (bottomY - height).toFixed(1);
    return height === 0 ? '' : `M${from} ${topY}V${bottomY.toFixed(1)}H${to}V${topY}z`;
  });
}

/** None too low to be seen, and the same altogether, as far as the largest can give. */
function visible(heights: readonly number[]): number[] {
  const raised = heights.map((height) => (height > 0 ? Math.max(leastHeight, height) : 0));
  const largest = raised.indexOf(Math.max(...raised));
  const excess = sum(raised) - sum(heights);
  return raised.map((height, index) =>
    index === largest && height > 0 ? Math.max(leastHeight, height - excess) : height,
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
