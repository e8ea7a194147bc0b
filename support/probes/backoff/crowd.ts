import { type Finding, findingOf } from './finding';
import { fullestWindow } from './fullest-window';
import { kolmogorovSmirnov } from './kolmogorov-smirnov';

/** Chosen for 60 services and a spread of 1 s; docs/backoff-statistics.md, "Many services at once". */
export const crowdLimits = { fewest: 60, windowMs: 50, share: 0.35, distance: 0.35, noiseMs: 60 };

/**
 * Services that were refused at the same moment come back spread over a time, each at its own.
 * @param beyondMs what each waited on top of what it was told to, in any order.
 * @param spreadMs over which time these waits are to be uniform.
 */
export function crowd(beyondMs: readonly number[], spreadMs: number): Finding {
  const { fewest, windowMs, share, distance, noiseMs } = crowdLimits;
  const sorted = Float64Array.from(beyondMs).sort();
  if (sorted.length < fewest)
    return {
      check: 'crowd',
      verdict: 'inconclusive',
      figures: [],
      because: `at least ${fewest} services must have come back, ${sorted.length} did`,
    };
  return findingOf('crowd', [
    {
      name: `share in the fullest ${windowMs} ms`,
      value: fullestWindow(sorted, windowMs) / sorted.length,
      atMost: share,
    },
    {
      name: 'distance from uniform',
      value: kolmogorovSmirnov(sorted, spreadMs),
      atMost: distance + noiseMs / spreadMs,
    },
  ]);
}
