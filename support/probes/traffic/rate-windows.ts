/** Where windows lie. Milliseconds. */
export interface WindowSeries {
  /** The first window begins here. */
  readonly fromMs: number;
  /** No window reaches beyond. */
  readonly toMs: number;
  readonly windowMs: number;
  /** From the beginning of one window to that of the next. */
  readonly stepMs: number;
}

/** What one window holds. */
export interface RateWindow {
  /** Where it begins, from the beginning of the first. */
  readonly afterMs: number;
  readonly perSecond: number;
}

/**
 * Windows sliding over a stretch of time, each wholly inside it: one that reached out would seem to hold too little.
 * @param timesMs in any order. A window holds what is at its beginning, and not what is at its end.
 * @returns nothing where the stretch is shorter than a window.
 */
export function rateWindows(
  timesMs: readonly number[],
  { fromMs, toMs, windowMs, stepMs }: WindowSeries,
): RateWindow[] {
  const windows: RateWindow[] = [];
  for (let step = 0; fromMs + step * stepMs + windowMs <= toMs; step += 1) {
    const beginMs = fromMs + step * stepMs;
    const held = timesMs.filter((each) => each >= beginMs && each < beginMs + windowMs).length;
    windows.push({ afterMs: step * stepMs, perSecond: (held * 1_000) / windowMs });
  }
  return windows;
}
