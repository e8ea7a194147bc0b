import { roundStep } from './round-step';
import { label, type Plot } from './svg';

/** Level lines at round numbers, and where so many are, in pixels. */
export interface CountAxis {
  readonly drawn: readonly string[];
  readonly y: (count: number) => number;
}

/** From zero to exactly so many, with lines at whole steps, one for each 20 pixels at most. @param highest from 1. */
export function countAxis(highest: number, plot: Plot): CountAxis {
  const step = Math.max(1, roundStep(highest, Math.floor((plot.bottom - plot.top) / 20)));
  const y = (count: number): number => plot.bottom - ((plot.bottom - plot.top) * count) / highest;
  const ticks = Array.from({ length: Math.floor(highest / step) + 1 }, (_, index) => index * step);
  const drawn = ticks.map((count) => {
    const at = y(count).toFixed(1);
    const colour = count === 0 ? '#8c959f' : '#d8dee4';
    const words = label(plot.left - 8, Number(at) + 4, String(count), 'text-anchor="end" fill="#57606a"');
    return `<line x1="${plot.left}" y1="${at}" x2="${plot.right}" y2="${at}" stroke="${colour}"/>${words}`;
  });
  return { drawn, y };
}
