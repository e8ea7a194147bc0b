import { type Extent, extentsPath, joinedExtents } from './extents';
import { palette, type Tint } from './palette';
import type { PanelContent } from './panel';
import { seconds } from './seconds';
import { escaped, label, type Plot } from './svg';

/** A level as somebody saw it; it holds until the next. */
export interface SeenLevel {
  readonly atMs: number;
  readonly level: string;
}

// From the best to the worst: where there is no room for all, the worse covers the better.
const tints: Readonly<Record<string, Tint>> = {
  full: palette.usual,
  degraded: palette.almostUsual,
  limited: palette.restricted,
  'cache-only': palette.substitute,
  unavailable: palette.refused,
  'no answer': palette.silent,
};
const anyOther = 'other';

/**
 * Service levels as a strip of named segments; the name is left out where it has no room. Levels of other names share a
 * colour. What was before the first look is left empty. Beside it, how long each level was seen.
 * @param seen by time.
 * @param plot where the strip lies.
 * @param x where a moment is, in pixels.
 */
export function levelStrip(
  seen: readonly SeenLevel[],
  endMs: number,
  plot: Plot,
  x: (ms: number) => number,
): PanelContent {
  const segments = segmentsOf(seen, endMs);
  const kinds = [...Object.keys(tints), anyOther].flatMap((kind) => {
    const mine = segments.filter(({ level }) => (Object.hasOwn(tints, level) ? level : anyOther) === kind);
    return mine.length === 0 ? [] : [{ kind, tint: tints[kind] ?? palette.nobodyKnows, mine }];
  });
  const extent = ({ fromMs, toMs }: Segment): Extent => ({ from: x(fromMs), to: x(toMs) });
  return {
    drawn: [
      ...kinds.map(({ tint, mine }) => {
        const path = extentsPath(joinedExtents(mine.map(extent), 1), plot.top, plot.bottom);
        return `<path fill="${tint.fill}" d="${path}"/>`;
      }),
      ...kinds.flatMap(({ tint, mine }) =>
        mine.flatMap(({ level, ...when }) => name(level, extent({ level, ...when }), tint, plot)),
      ),
    ],
    legend: kinds.map(({ kind, tint, mine }) => ({
      name: kind,
      figure: seconds(mine.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)),
      tint,
    })),
  };
}

interface Segment {
  readonly level: string;
  readonly fromMs: number;
  readonly toMs: number;
}

function segmentsOf(seen: readonly SeenLevel[], endMs: number): Segment[] {
  const changes = seen.filter(({ level }, index) => level !== seen[index - 1]?.level);
  return changes.map(({ level, atMs }, index) => ({
    level,
    fromMs: atMs,
    toMs: changes[index + 1]?.atMs ?? endMs,
  }));
}

function name(level: string, { from, to }: Extent, { ink }: Tint, plot: Plot): string[] {
  // What a letter of this size takes on average, generously.
  if (6.6 * level.length + 4 > to - from) return [];
  const middleY = (plot.top + plot.bottom) / 2 + 4;
  return [label((from + to) / 2, middleY, escaped(level), `text-anchor="middle" fill="${ink}"`)];
}
