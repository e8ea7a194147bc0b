/**
 * The share that the true one surely exceeds, with 95 % confidence on this side.
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 1927.
 * @param trials at least 0; without any the bound is 0.
 */
export function wilsonLowerBound(successes: number, trials: number): number {
  if (trials === 0) return 0;
  const z = 1.6448536269514722;
  const share = successes / trials;
  const spread = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return Math.max(0, (share + z ** 2 / (2 * trials) - spread) / (1 + z ** 2 / trials));
}
