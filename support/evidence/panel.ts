import { type LegendRow, legend } from './legend';
import { label, type Plot } from './svg';

/** What a panel shows, and what stands beside it. */
export interface PanelContent {
  readonly drawn: readonly string[];
  readonly legend: readonly LegendRow[];
}

const halo = 'stroke="#fff" stroke-width="3" stroke-opacity="0.7" paint-order="stroke"';

/**
 * One of several plots below each other: its heading above it, its legend to its right.
 * @param nothing said in the plot when there is nothing to draw.
 */
export function panel(
  heading: string,
  plot: Plot,
  { drawn, legend: rows }: PanelContent,
  nothing: string,
): string[] {
  const middleY = (plot.top + plot.bottom) / 2 + 4;
  return [
    label(plot.left, plot.top - 8, heading, `font-weight="600" fill="#1b1f24" ${halo}`),
    ...drawn,
    ...(nothing === '' ? [] : [label(plot.left + 12, middleY, nothing, `fill="#57606a" ${halo}`)]),
    ...legend(rows, plot.right + 20, plot.right + 208, plot.top - 19),
  ];
}
