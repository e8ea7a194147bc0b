/** Between which shares the true one lies: each bound is surely kept with 95 % confidence on its side. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

const doubt = 0.05;
/** Halvings of the interval from 0 to 1: more than a double can tell apart. */
const halvings = 60;

/**
 * The exact bounds of a share, also where it is nearly 1 and the sample large: 2,995 of 2,995 show more than 99.9 %, and so
 * do 4,741 of 4,742.
 * Source: C. J. Clopper and E. S. Pearson, "The Use of Confidence or Fiducial Limits", Biometrika 1934.
 * @param trials at least 0; without any nothing is known.
 */
export function exactBounds(successes: number, trials: number): Bounds {
  if (trials === 0) return { least: 0, most: 1 };
  const failures = trials - successes;
  // So many failures or fewer would be too few to be believed if more than this share failed.
  const mostFailing = failures === trials ? 1 : crossing((share) => atMost(failures, trials, share) > doubt);
  const leastFailing =
    failures === 0 ? 0 : crossing((share) => 1 - atMost(failures - 1, trials, share) <= doubt);
  return { least: 1 - mostFailing, most: 1 - leastFailing };
}

/** How many trials without more failures than these show at least this share. */
export function trialsNeeded(failures: number, share: number): number {
  let [enough, tooFew] = [1, 0];
  while (atMost(failures, enough, 1 - share) > doubt) [enough, tooFew] = [2 * enough, enough];
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (atMost(failures, middle, 1 - share) > doubt) tooFew = middle;
    else enough = middle;
  }
  return enough;
}

/** The largest share for which it still holds. */
function crossing(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let time = 0; time < halvings; time += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The chance of at most so many, each with this chance. In logarithms: chances far below one in a million keep their digits. */
function atMost(count: number, trials: number, chance: number): number {
  if (count >= trials || chance <= 0) return 1;
  if (chance >= 1) return 0;
  let log = trials * Math.log1p(-chance);
  let sum = Math.exp(log);
  for (let each = 1; each <= count; each += 1) {
    log += Math.log((trials - each + 1) / each) + Math.log(chance) - Math.log1p(-chance);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}
