/**
 * Kolmogorov-Smirnov's D: the largest distance between the distribution of the values and the uniform one on [0, scale].
 * For n values that are uniform, P(D > d) is at most 2 exp(-2 n d^2), for every n and d.
 * Source: P. Massart, "The Tight Constant in the Dvoretzky-Kiefer-Wolfowitz Inequality", Ann. Probab. 18 (1990).
 * @param sorted ascending; values outside of [0, scale] count as what they are.
 * @returns 0 to 1; NaN for no values.
 */
export function kolmogorovSmirnov(sorted: ArrayLike<number>, scale = 1): number {
  const count = sorted.length;
  if (count === 0) return Number.NaN;
  let distance = 0;
  for (let index = 0; index < count; index += 1) {
    const uniform = Math.min(1, Math.max(0, (sorted[index] as number) / scale));
    distance = Math.max(distance, (index + 1) / count - uniform, uniform - index / count);
  }
  return distance;
}
