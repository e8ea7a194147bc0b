/** Where bins lie. Milliseconds, on the clock of the events. */
export interface Bins {
  readonly startMs: number;
  /** Inclusive. */
  readonly endMs: number;
  readonly binMs: number;
}

/** What happened in one bin. */
export interface BinnedRate {
  readonly fromMs: number;
  readonly toMs: number;
  readonly perSecond: number;
}

/**
 * Events per second in bins side by side, empty ones included. What is left over at the end is joined to the last bin,
 * which is wider then: alone it would look like a sudden fall.
 * @param timesMs in any order, none outside.
 */
export function binnedRates(timesMs: readonly number[], { startMs, endMs, binMs }: Bins): BinnedRate[] {
  const bins = Math.max(1, Math.floor((endMs - startMs) / binMs));
  const counts = Array.from({ length: bins }, () => 0);
  for (const each of timesMs) {
    const bin = Math.min(bins - 1, Math.floor((each - startMs) / binMs));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, bin) => {
    const fromMs = startMs + bin * binMs;
    const toMs = bin === bins - 1 ? Math.max(endMs, fromMs + binMs) : fromMs + binMs;
    return { fromMs, toMs, perSecond: (count * 1_000) / (toMs - fromMs) };
  });
}
