import type { ServerKind } from '../environments/environment';
import { faultNamesFor } from '../faults/registry';
import { seededRandom } from '../random/seeded-random';

/** One thing that is broken, and for how long. */
export interface Blow {
  readonly target: ServerKind | 'service';
  /** A fault's name; the service can only be killed. */
  readonly fault: string;
  /** From the beginning of the soak, milliseconds. */
  readonly atMs: number;
  readonly forMs: number;
}

/** Blows that may overlap, each at another target; before the next outage all of them have been undone. */
export interface SoakOutage {
  readonly blows: readonly Blow[];
}

/** What is wanted. */
export interface SoakWish {
  readonly forMs: number;
  readonly seed: number;
}

/**
 * With the journal's storage what was accepted is gone: there the law is detection, which the ledger can tell from loss
 * only when it knows of one moment. It has scenarios of its own.
 */
const lawIsDetection = 'storage-destroyed';

const [shortestMs, longestMs] = [300, 4_000];
const [leastGapMs, mostGapMs] = [500, 9_000];
/** Time to see what is usual, and that it is so again. */
const [calmBeforeMs, calmAfterMs] = [2_000, 3_000];

/**
 * Random faults at random times; the seed repeats them. Most hit one target, some two or all three at once. Some gaps are
 * too short for a return, so that the next fault meets a replay, a trial or a pool that is being filled.
 * @throws RangeError when there is no time for a single one.
 */
export function soakSchedule({ forMs, seed }: SoakWish): SoakOutage[] {
  if (!(forMs >= calmBeforeMs + longestMs + calmAfterMs))
    throw new RangeError(
      `A soak must last at least ${(calmBeforeMs + longestMs + calmAfterMs) / 1_000} s; got ${forMs / 1_000} s`,
    );
  const random = seededRandom(seed);
  const between = (least: number, most: number): number => Math.round(least + (most - least) * random());
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const blowAt = (target: Blow['target'], earliestMs: number): Blow => {
    const atMs = earliestMs + between(0, 1_000);
    if (target === 'service') return { target, fault: 'killed', atMs, forMs: between(0, 1_000) };
    const faults = faultNamesFor(target).filter((name) => name !== lawIsDetection);
    return { target, fault: oneOf(faults), atMs, forMs: between(shortestMs, longestMs) };
  };
  const outages: SoakOutage[] = [];
  let fromMs = calmBeforeMs;
  for (;;) {
    const blows = targetsFor(random()).map((target) => blowAt(target, fromMs));
    const untilMs = Math.max(...blows.map((blow) => blow.atMs + blow.forMs));
    if (untilMs > forMs - calmAfterMs) return outages;
    outages.push({ blows });
    fromMs = untilMs + between(leastGapMs, mostGapMs);
  }
}

function targetsFor(draw: number): Blow['target'][] {
  if (draw < 0.35) return ['postgresql'];
  if (draw < 0.55) return ['redis'];
  if (draw < 0.65) return ['service'];
  if (draw < 0.8) return ['postgresql', 'redis'];
  if (draw < 0.92) return ['postgresql', 'service'];
  return ['postgresql', 'redis', 'service'];
}
