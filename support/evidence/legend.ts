import type { Tint } from './palette';
import { escaped, label, shortened } from './svg';

/** One line of a legend: what it is called, what it comes to, how it is drawn. */
export interface LegendRow {
  readonly name: string;
  readonly figure: string;
  readonly tint?: Tint;
}

/** The height of each row, in pixels. */
export const legendRowHeight = 15;

/** Swatches and names, figures flush right; pale where there was none of it. */
export function legend(rows: readonly LegendRow[], left: number, right: number, top: number): string[] {
  return rows.flatMap(({ name, figure, tint }, index) => {
    const y = top + legendRowHeight * index + 11;
    const ink = figure === '0' ? '#8c959f' : '#1b1f24';
    return [
      ...(tint === undefined ? [] : [swatch(tint, left + 0.5, y - 9.5)]),
      label(left + 17, y, escaped(shortened(name, 24)), `fill="${ink}"`),
      label(right, y, escaped(figure), `text-anchor="end" fill="${ink}"`),
    ];
  });
}

function swatch({ fill, edge }: Tint, x: number, y: number): string {
  const outline = edge === undefined ? '' : ` stroke="${edge}"`;
  return `<rect x="${x}" y="${y}" width="10" height="10" fill="${fill}"${outline}/>`;
}
