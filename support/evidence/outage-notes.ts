import { type Extent, extentsPath, joinedExtents } from './extents';
import { escaped, label, type Plot, shortened, stroke } from './svg';
import { type Band, type Mark, type TrafficNotes, trafficNotes } from './traffic-notes';

const [laneCount, laneHeight, aboveLanes] = [4, 14, 60];
const mostNamed = 8;
const faultLook = { colour: '#cf222e', shade: 0.1 };
// A moment is a thin line, which must be seen nevertheless.
const markLook = { colour: '#bc4c00', shade: 0.6 };

/**
 * Faults and marks, named above the plot where the words have room. Where there are too many, those of one name share a
 * lane above the plot, and beside it stands how many they are; the fourth lane takes all that are left.
 * @param plot has 60 pixels above it and 190 to its right.
 * @param x where a moment is, in pixels.
 */
export function outageNotes(
  bands: readonly Band[],
  marks: readonly Mark[],
  plot: Plot,
  x: (ms: number) => number,
): TrafficNotes {
  const notes = trafficNotes(bands, marks, plot, x);
  if (!notes.isCrowded && bands.length + marks.length <= mostNamed) return notes;
  const lanes = lanesOf([
    ...bands.map(({ name, fromMs, toMs }) => ({ name, ...faultLook, from: x(fromMs), to: x(toMs) })),
    ...marks.map(({ label: name, atMs }) => ({ name, ...markLook, from: x(atMs), to: x(atMs) })),
  ]);
  const drawn = lanes.map(({ words, notes }, index) => {
    const top = plot.top - aboveLanes + laneHeight * index;
    const { colour, shade } = notes[0] ?? faultLook;
    const extents = joinedExtents(notes, 1.5);
    return {
      shade: `<path fill="${colour}" fill-opacity="${shade}" d="${extentsPath(extents, top, plot.bottom)}"/>`,
      lane: [
        `<line x1="${plot.left}" y1="${top + 11}" x2="${plot.right}" y2="${top + 11}" ${stroke('#d8dee4', 1)}/>`,
        `<path fill="${colour}" d="${extentsPath(extents, top + 1, top + 11)}"/>`,
        label(plot.right + 20, top + 11, escaped(words), `fill="${colour}"`),
      ],
    };
  });
  return {
    shades: drawn.map(({ shade }) => shade),
    dashes: [],
    words: drawn.flatMap(({ lane }) => lane),
    rows: lanes.length,
    isCrowded: true,
  };
}

interface Note extends Extent {
  readonly name: string;
  readonly colour: string;
  /** How opaque it is on its way down. */
  readonly shade: number;
}

function lanesOf(notes: readonly Note[]): { words: string; notes: Note[] }[] {
  const byName = new Map<string, Note[]>();
  for (const note of notes) {
    // A fault and a mark may bear the same name, and are not the same.
    const key = `${note.colour} ${note.name}`;
    const mine = byName.get(key) ?? [];
    byName.set(key, mine);
    mine.push(note);
  }
  const named = [...byName.values()].map((mine) => ({
    words: `${mine.length > 1 ? `${mine.length} × ` : ''}${shortened(mine[0]?.name ?? '', 24)}`,
    notes: mine,
  }));
  if (named.length <= laneCount) return named;
  const others = named.slice(laneCount - 1).flatMap((each) => each.notes);
  return [...named.slice(0, laneCount - 1), { words: `${others.length} × something else`, notes: others }];
}
