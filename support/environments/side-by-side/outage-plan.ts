import { seededRandom } from '../../random/seeded-random';
import { shuffled } from '../../random/shuffled';

/** What can be out, in a feature's words. */
export const targets = ['primary provider', 'secondary provider', 'database', 'cache'] as const;

export type Target = (typeof targets)[number];

/** One thing that is out for a while. Times are milliseconds from the beginning. */
export interface PlannedOutage {
  readonly target: Target;
  /** A fault of the server, or a behaviour of the provider. */
  readonly fault: string;
  readonly atMs: number;
  readonly forMs: number;
}

/** What is wanted. */
export interface OutageWish {
  readonly forMs: number;
  readonly seed: number;
  /** For which share of the time each is out, 0 to 1. */
  readonly shares: Readonly<Record<Target, number>>;
}

const providerFaults = [
  'is failing',
  'is hanging',
  'refuses connections',
  'resets connections',
  'is overloaded',
  'is rate limiting',
  'is not available',
  'stalls half-way',
  'is cut short half-way',
  'answers with an error page',
] as const;

/** What each can suffer for a while. Each outage has a fault of its own, until all have had their turn. */
export const faultsOf: Readonly<Record<Target, readonly string[]>> = {
  'primary provider': providerFaults,
  'secondary provider': providerFaults,
  database: ['killed', 'frozen', 'black-holed', 'refused', 'slow'],
  cache: ['killed', 'frozen', 'black-holed', 'refused', 'slow'],
};

/** Each lane's outages come one after another: of the two that can stand in for each other never both are out. */
const lanes: readonly (readonly Target[])[] = [
  ['primary provider', 'primary provider', 'secondary provider', 'primary provider'],
  ['database', 'cache', 'database'],
];

/** Nothing is out at first, and when the last requests come. */
const [calmBeforeMs, calmAfterMs] = [2_500, 4_000];
/** Between two outages of the same, and from one to what stands in for it: the service is to be whole again in between. */
const [againAfterMs, otherAfterMs] = [3_000, 12_000];
/** Copies that were missed while the cache was out are made anew as conversations are read again. */
const afterCacheMs = 14_000;
const afterDatabaseMs = 8_000;

/**
 * Which of the dependencies is out when, and how: as much of each as is wished, at times, for durations and with faults that
 * the seed decides. Providers and storage fail regardless of each other.
 * @returns by time. @throws RangeError when there is not so much time.
 */
export function outagePlan({ forMs, seed, shares }: OutageWish): PlannedOutage[] {
  const random = seededRandom(seed);
  return lanes
    .flatMap((lane) => planned(lane, forMs, shares, random))
    .toSorted((one, other) => one.atMs - other.atMs);
}

function planned(
  order: readonly Target[],
  forMs: number,
  shares: OutageWish['shares'],
  random: () => number,
): PlannedOutage[] {
  const lane = order.filter((target) => shares[target] > 0);
  const faults = new Map(
    [...new Set(lane)].map((target) => [target, shuffled(faultsOf[target], random)] as const),
  );
  const turn = new Map<Target, number>();
  const durations = durationsIn(lane, forMs, shares, random);
  const gaps = lane.map((target, index) => gapMs(lane[index - 1], target));
  const busyMs = [...durations, ...gaps].reduce((sum, each) => sum + each, 0);
  const spareMs = forMs - busyMs - calmAfterMs;
  if (spareMs < 0)
    throw new RangeError(
      `Outages of ${[...new Set(lane)].join(' and ')} need ${seconds(forMs - spareMs)} with what must lie between; got ${seconds(forMs)}`,
    );
  const spread = [...parts(lane.length + 1, random)].map((part) => part * spareMs);
  let atMs = 0;
  return lane.map((target, index) => {
    atMs += (gaps[index] as number) + (spread[index] as number);
    const number = turn.get(target) ?? 0;
    turn.set(target, number + 1);
    const choice = faults.get(target) as string[];
    const outage = {
      target,
      fault: choice[number % choice.length] as string,
      atMs: Math.round(atMs),
      forMs: Math.round(durations[index] as number),
    };
    atMs += durations[index] as number;
    return outage;
  });
}

/** Of each target as long together as its share says, none much longer than another. */
function durationsIn(
  lane: readonly Target[],
  forMs: number,
  shares: OutageWish['shares'],
  random: () => number,
): number[] {
  const weights = lane.map(() => 0.75 + random() / 2);
  return lane.map((target, index) => {
    const ofTarget = weights.reduce((sum, weight, other) => sum + (lane[other] === target ? weight : 0), 0);
    return (shares[target] * forMs * (weights[index] as number)) / ofTarget;
  });
}

function gapMs(before: Target | undefined, target: Target): number {
  if (before === undefined) return calmBeforeMs;
  if (before === target) return againAfterMs;
  if (before === 'cache') return afterCacheMs;
  return before === 'database' ? afterDatabaseMs : otherAfterMs;
}

/** So many random shares of 1. */
function parts(count: number, random: () => number): number[] {
  const draws = Array.from({ length: count }, () => 0.05 + random());
  const sum = draws.reduce((all, each) => all + each, 0);
  return draws.map((each) => each / sum);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
