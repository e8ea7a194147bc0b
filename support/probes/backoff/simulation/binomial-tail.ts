/**
 * The chance that at least `successes` of `trials` succeed, each with the given chance. Summed in logarithms, so that
 * chances far below one in a million keep their digits.
 * @param chance above 0 and below 1.
 */
export function binomialTail(trials: number, successes: number, chance: number): number {
  let logChoices = 0;
  let tail = 0;
  for (let count = 0; count <= trials; count += 1) {
    if (count > 0) logChoices += Math.log((trials - count + 1) / count);
    if (count < successes) continue;
    tail += Math.exp(logChoices + count * Math.log(chance) + (trials - count) * Math.log(1 - chance));
  }
  return Math.min(1, tail);
}
