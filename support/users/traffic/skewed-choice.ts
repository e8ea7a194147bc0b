/**
 * Chooses among so many as people do: the first far more often than the last (Zipf's law: the n-th with weight 1 / n).
 * @param random numbers from 0 up to 1; seeded, so that a run can be repeated.
 * @returns an index from 0 on, for each call.
 * @throws RangeError when there is nothing to choose from.
 */
export function skewedChoice(count: number, random: () => number): () => number {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`There must be something to choose from; got ${count}`);
  const sums: number[] = [];
  let sum = 0;
  for (let place = 1; place <= count; place += 1) {
    sum += 1 / place;
    sums.push(sum);
  }
  return () => {
    const point = random() * sum;
    return sums.findIndex((each) => point < each);
  };
}
