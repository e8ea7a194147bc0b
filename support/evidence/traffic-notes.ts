import { labelRows } from './label-rows';
import { escaped, label, type Plot, shortened, stroke } from './svg';

/** A stretch of time to shade, a fault above all: `{ name: 'primary unreachable', fromMs, toMs }`. */
export interface Band {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A moment worth a mark: `{ atMs, label: 'must be back' }`. */
export interface Mark {
  readonly atMs: number;
  readonly label: string;
}

/** What belongs below the grid, on top of it, and on top of everything. */
export interface TrafficNotes {
  readonly shades: readonly string[];
  readonly dashes: readonly string[];
  readonly words: readonly string[];
  /** How many rows the words take, from the uppermost. */
  readonly rows: number;
  /** Whether some words cover others, since there are more than four in one place. */
  readonly isCrowded: boolean;
}

const [lowestRow, betweenRows, rowCount] = [10, 14, 4];

/**
 * Shaded bands and dashed marks. Each reaches from its words down to the floor; the words stand in four rows above the
 * plot, where no line runs.
 * @param plot has 60 pixels above it.
 * @param x where a moment is, in pixels.
 */
export function trafficNotes(
  bands: readonly Band[],
  marks: readonly Mark[],
  plot: Plot,
  x: (ms: number) => number,
): TrafficNotes {
  const notes = [
    ...bands.map(({ name, fromMs, toMs }) => note(name, '#cf222e', x(fromMs), x(toMs), plot.right)),
    ...marks.map(({ label: words, atMs }) => note(words, '#bc4c00', x(atMs), x(atMs), plot.right)),
  ];
  const rows = labelRows(notes, rowCount);
  const wordsY = (index: number): number =>
    plot.top - lowestRow - betweenRows * (rowCount - 1 - (rows[index] as number));
  const all = notes.map(({ words, colour, left, right, anchor, anchorX }, index) => {
    const topY = wordsY(index) - 10;
    const style = `text-anchor="${anchor}" fill="${colour}" stroke="#fff" stroke-width="3" stroke-opacity="0.7" paint-order="stroke"`;
    return {
      // At least a pixel and a half, and darker then, so that a short fault cannot be overlooked.
      shade: `<rect x="${left.toFixed(1)}" y="${topY}" width="${Math.max(1.5, right - left).toFixed(1)}" height="${plot.bottom - topY}" fill="${colour}" fill-opacity="${right - left < 3 ? 0.6 : 0.1}"/>`,
      dash: `<line x1="${left.toFixed(1)}" y1="${topY}" x2="${left.toFixed(1)}" y2="${plot.bottom}" ${stroke(colour, 1.5, '4 3')}/>`,
      words: label(anchorX, wordsY(index), escaped(words), style),
    };
  });
  return {
    shades: all.slice(0, bands.length).map(({ shade }) => shade),
    dashes: all.slice(bands.length).map(({ dash }) => dash),
    words: all.map(({ words }) => words),
    rows: 1 + Math.max(-1, ...rows),
    isCrowded: notes.some((one, index) =>
      notes.some(
        (other, before) =>
          before < index && rows[before] === rows[index] && one.from < other.to && other.from < one.to,
      ),
    ),
  };
}

/** Words to the right of where it begins, or, where they would leave the plot, to the left of where it ends. */
function note(text: string, colour: string, left: number, right: number, edge: number) {
  const words = shortened(text, 40);
  // What a letter of this size takes on average, generously.
  const reach = 6.6 * words.length + 10;
  return left + reach <= edge
    ? { words, colour, left, right, anchor: 'start', anchorX: left + 5, from: left, to: left + reach }
    : { words, colour, left, right, anchor: 'end', anchorX: right - 5, from: right - reach, to: right };
}
