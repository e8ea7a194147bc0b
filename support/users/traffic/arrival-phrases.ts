import { poissonArrivals, steadyArrivals } from './arrival-schedule';

/** How requests come, in a feature's words. */
export const arrivalsPattern =
  /evenly, \d+ a second|in bursts of \d+, one a second|at random, \d+ a second on average/;

/**
 * When each of so many requests comes.
 * @param phrase as in `arrivalsPattern`.
 * @param random for those that come at random; seeded, so that a run can be repeated.
 * @returns offsets in milliseconds from the beginning, ascending.
 */
export function arrivalsBy(phrase: string, count: number, random: () => number): number[] {
  const number = Number(/\d+/.exec(phrase)?.[0]);
  if (phrase.startsWith('in bursts'))
    return Array.from({ length: count }, (_, index) => 1_000 * Math.floor(index / number));
  const forMs = (1_000 * count) / number;
  if (phrase.startsWith('evenly')) return steadyArrivals({ perSecond: number, forMs }).slice(0, count);
  // Longer than needed: so many come by then, but for one case in very many.
  return poissonArrivals({ perSecond: number, forMs: 2 * forMs, random }).slice(0, count);
}
