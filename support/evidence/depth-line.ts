import { countAxis } from './count-axis';
import { palette } from './palette';
import type { PanelContent } from './panel';
import { label, type Plot, stroke } from './svg';

/** How many waited, as somebody saw it; it holds until the next. */
export interface SeenDepth {
  readonly atMs: number;
  readonly depth: number;
}

/**
 * How many waited, as a step line over a filled ground, its peak marked and named; beside it the peak, and what was left.
 * @param seen by time.
 * @param x where a moment is, in pixels.
 */
export function depthLine(
  seen: readonly SeenDepth[],
  endMs: number,
  plot: Plot,
  x: (ms: number) => number,
): PanelContent {
  const peak = seen.reduce((most, each) => (each.depth > most.depth ? each : most), { atMs: 0, depth: 0 });
  // Higher than the peak, so that its name has room above it.
  const axis = countAxis(Math.max(1, 1.4 * peak.depth), plot);
  const columns = columnsOf(seen, x);
  const last = seen.at(-1);
  if (last === undefined) return { drawn: axis.drawn, legend: [] };
  const line = `${steps(columns, axis.y)}H${x(endMs).toFixed(1)}`;
  const ground = `${line}V${plot.bottom}H${columns[0]?.at.toFixed(1)}z`;
  return {
    drawn: [
      ...axis.drawn,
      `<path fill="${palette.substitute.fill}" fill-opacity="0.35" d="${ground}"/>`,
      `<path fill="none" ${stroke('#1b1f24', 1.5)} stroke-linejoin="round" d="${line}"/>`,
      ...(peak.depth > 0 ? peakMark(peak.depth, x(peak.atMs), axis.y(peak.depth), plot) : []),
    ],
    legend: [
      { name: 'most at once', figure: String(peak.depth) },
      { name: 'left at the end', figure: String(last.depth) },
    ],
  };
}

function peakMark(depth: number, x: number, y: number, plot: Plot): string[] {
  const nameX = Math.min(Math.max(x, plot.left + 26), plot.right - 26);
  const style = 'text-anchor="middle" font-weight="600" fill="#1b1f24" stroke="#fff" stroke-width="3"';
  return [
    `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="#1b1f24"/>`,
    label(nameX, y - 6, `peak ${depth}`, `${style} paint-order="stroke"`),
  ];
}

/** A path of level and upright lines. */
function steps(columns: readonly Column[], y: (depth: number) => number): string {
  return columns
    .map(({ at, first, highest, lowest, last }, index) => {
      const heights = [first, highest, lowest, last].map((depth) => y(depth).toFixed(1));
      const [begin, ...moves] = heights.filter((height, here) => height !== heights[here - 1]);
      const rest = moves.map((height) => `V${height}`).join('');
      return index === 0 ? `M${at.toFixed(1)} ${begin}${rest}` : `H${at.toFixed(1)}V${begin}${rest}`;
    })
    .join('');
}

interface Column {
  readonly at: number;
  readonly first: number;
  readonly highest: number;
  readonly lowest: number;
  readonly last: number;
}

/** What was seen within the same pixel is one upright, whatever its number; what did not change is left out. */
function columnsOf(seen: readonly SeenDepth[], x: (ms: number) => number): Column[] {
  const columns: Column[] = [];
  for (const { atMs, depth } of seen) {
    const at = x(atMs);
    const column = columns.at(-1);
    if (column?.last === depth) continue;
    if (column === undefined || Math.floor(at) > Math.floor(column.at))
      columns.push({ at, first: depth, highest: depth, lowest: depth, last: depth });
    else
      columns[columns.length - 1] = {
        ...column,
        highest: Math.max(column.highest, depth),
        lowest: Math.min(column.lowest, depth),
        last: depth,
      };
  }
  return columns;
}
