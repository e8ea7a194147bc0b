import type { Verdict } from '../../evidence/verdict';
import { type Bounds, exactBounds, trialsNeeded } from '../../ledger/exact-bounds';

/** Of so many requests so many were served; and between which shares the true one lies, each with 95 % confidence. */
export interface Availability extends Bounds {
  readonly requests: number;
  readonly served: number;
  /** 0 to 1; 1 where nothing was asked. */
  readonly share: number;
}

/** What is said about it. */
export interface AvailabilityFinding {
  readonly verdict: Exclude<Verdict, 'compromised'>;
  readonly because: string;
}

export function availabilityOf(requests: readonly { readonly became: string }[]): Availability {
  const served = requests.filter(({ became }) => became === 'served').length;
  const share = requests.length === 0 ? 1 : served / requests.length;
  return { requests: requests.length, served, share, ...exactBounds(served, requests.length) };
}

/**
 * Whether more than this share is served. Passed only where that is shown with 95 % confidence; failed where fewer were; what
 * lies between says too little. Simulated with 6,600 requests and 99.9 %: one with a true share of 99.9 % passes in 4 of 100
 * runs, one with 99.8 % in fewer than 1 of 1,000; one with 99.99 % is not passed in 3 of 100, with 99.999 % in fewer than 1
 * of 1,000.
 */
export function servesMoreThan(share: number, seen: Availability): AvailabilityFinding {
  const words = inWords(seen);
  if (seen.least >= share) return { verdict: 'passed', because: words };
  if (seen.share <= share && seen.requests > 0)
    return { verdict: 'failed', because: `more than ${percent(share)} were to be served: ${words}` };
  const needed = trialsNeeded(seen.requests - seen.served, share);
  return {
    verdict: 'inconclusive',
    because: `more than ${percent(share)} need ${needed} requests where ${seen.requests - seen.served} are not served: ${words}`,
  };
}

/** Whether at most this share is served, as surely. */
export function servesAtMost(share: number, seen: Availability): AvailabilityFinding {
  const words = inWords(seen);
  if (seen.most <= share) return { verdict: 'passed', because: words };
  if (seen.share > share)
    return { verdict: 'failed', because: `at most ${percent(share)} were to be served: ${words}` };
  return {
    verdict: 'inconclusive',
    because: `that at most ${percent(share)} are served needs more requests: ${words}`,
  };
}

export function inWords({ requests, served, share, least, most }: Availability): string {
  return `${served} of ${requests} served, ${percent(share)} (surely between ${percent(least)} and ${percent(most)})`;
}

/** Cut, not rounded: 99.9999 is not 100. */
export function percent(share: number): string {
  return `${(Math.floor(share * 1e5 + 1e-6) / 1e3).toFixed(3).replace(/\.?0+$/, '')} %`;
}
