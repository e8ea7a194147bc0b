/**
 * The largest number of values that some window holds, wherever it lies. Windows on a grid would cut a burst in two.
 * @param sorted ascending.
 * @param width the window is closed: values exactly this far apart are in it together. Unit of the values.
 */
export function fullestWindow(sorted: ArrayLike<number>, width: number): number {
  let most = 0;
  let first = 0;
  for (let last = 0; last < sorted.length; last += 1) {
    while ((sorted[last] as number) - (sorted[first] as number) > width) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
