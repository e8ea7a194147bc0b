/** From where to where something reaches, in pixels. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/**
 * The same stretches by place, none narrower than `least`, so that a short one cannot be overlooked, and those that lie
 * nearer than that joined: however many come in, no more come out than can be seen.
 */
export function joinedExtents(extents: readonly Extent[], least: number): Extent[] {
  const joined: { from: number; to: number }[] = [];
  for (const extent of extents.toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    const to = Math.max(extent.to, extent.from + least);
    if (last !== undefined && extent.from < last.to + least) last.to = Math.max(last.to, to);
    else joined.push({ from: extent.from, to });
  }
  return joined;
}

/** Upright rectangles for the `d` of a single path: where they overlap, the fill is no darker. */
export function extentsPath(extents: readonly Extent[], top: number, bottom: number): string {
  return extents
    .map(({ from, to }) => `M${from.toFixed(1)} ${top}V${bottom}H${to.toFixed(1)}V${top}z`)
    .join('');
}
