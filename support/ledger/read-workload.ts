import { seededRandom } from '../probes/backoff/simulation/seeded-random';

/** Which threads are read, by number from 0, the most wanted first. */
export interface ReadWorkload {
  /** To be read before the outage, once each. */
  readonly before: readonly number[];
  /** In order. */
  readonly during: readonly number[];
  /** Read only during the outage: at least the share that was asked for, all from the less wanted half. */
  readonly neverReadBefore: ReadonlySet<number>;
}

/**
 * A skewed workload (Zipf: the n-th thread is wanted 1/n as often as the first) that its seed repeats.
 * @throws RangeError when there are too few threads to leave some unread.
 */
export function readWorkload({
  threads,
  reads,
  seed,
  neverReadShare = 0.1,
}: {
  threads: number;
  reads: number;
  seed: number;
  neverReadShare?: number;
}): ReadWorkload {
  if (!(threads >= 10 && reads >= threads && neverReadShare > 0 && neverReadShare <= 0.25))
    throw new RangeError(
      `There must be at least 10 threads, as many reads, and a share above 0 and at most 0.25; got ${threads}, ${reads}, ${neverReadShare}`,
    );
  const random = seededRandom(seed);
  const weights = Array.from({ length: threads }, (_, rank) => 1 / (rank + 1));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const draw = (): number => {
    let left = random() * whole;
    const rank = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    return rank < 0 ? threads - 1 : rank;
  };
  const during = Array.from({ length: reads }, draw);
  const read = [...new Set(during)].sort((one, other) => one - other);
  const unwanted = shuffled(read.slice(Math.floor(read.length / 2)), random);
  const neverReadBefore = new Set(unwanted.slice(0, Math.ceil(neverReadShare * read.length)));
  return {
    before: shuffled(
      read.filter((thread) => !neverReadBefore.has(thread)),
      random,
    ),
    during,
    neverReadBefore,
  };
}

function shuffled(items: readonly number[], random: () => number): number[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}
