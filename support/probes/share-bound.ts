/** The quantile of the normal distribution that leaves 5 % above it. */
const z = 1.6449;

/**
 * The share that is exceeded with 95 % confidence, seen so many of so many (Wilson's interval, one-sided): 170 of 200
 * says more than 80 %, 169 of 200 does not.
 * Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927).
 * @returns 0 to 1; 0 for none seen at all.
 */
export function shareBound(successes: number, of: number): number {
  if (of === 0) return 0;
  const share = successes / of;
  const middle = share + (z * z) / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return (middle - half) / (1 + (z * z) / of);
}
