/** How much is asked, and for how long. */
export interface ArrivalRate {
  /** Arrivals a second, on average. */
  readonly perSecond: number;
  readonly forMs: number;
}

/**
 * Evenly spaced arrivals, the first at once. Windows of one width hold equally many, so that small losses show.
 * @returns offsets in milliseconds from the beginning, ascending, all before `forMs`.
 * @throws RangeError when there would be no end or no sense to them.
 */
export function steadyArrivals(rate: ArrivalRate): number[] {
  demandSensible(rate);
  const { perSecond, forMs } = rate;
  // Multiplied, not added up, so that rounding cannot grow; and an arrival at the very end is one too many.
  const count = Math.ceil((perSecond * forMs) / 1_000 - 1e-9);
  return Array.from({ length: count }, (_, index) => (index * 1_000) / perSecond);
}

/**
 * Arrivals of many people who know nothing of each other (a Poisson process). A window that holds n on average holds
 * n ± √n, so that a check with narrow limits needs steady arrivals or wide windows.
 * @param random numbers from 0 up to 1; seeded, so that a run can be repeated.
 * @returns offsets in milliseconds from the beginning, ascending, all before `forMs`.
 * @throws RangeError when there would be no end or no sense to them.
 */
export function poissonArrivals(rate: ArrivalRate & { readonly random: () => number }): number[] {
  demandSensible(rate);
  const { perSecond, forMs, random } = rate;
  const gapMs = (): number => (-Math.log(1 - random()) * 1_000) / perSecond;
  const offsetsMs: number[] = [];
  for (let atMs = gapMs(); atMs < forMs; atMs += gapMs()) offsetsMs.push(atMs);
  return offsetsMs;
}

function demandSensible({ perSecond, forMs }: ArrivalRate): void {
  if (!(perSecond > 0 && Number.isFinite(perSecond)))
    throw new RangeError(`Arrivals need a rate above 0 a second; got ${perSecond}`);
  if (!(forMs >= 0 && Number.isFinite(forMs)))
    throw new RangeError(`Arrivals need a duration of at least 0 ms that ends; got ${forMs}`);
}
