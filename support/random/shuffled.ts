/** In another order, each as likely as any other (Fisher and Yates). @param random numbers from 0 up to 1. */
export function shuffled<T>(given: readonly T[], random: () => number): T[] {
  const items = [...given];
  for (let last = items.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    [items[last], items[chosen]] = [items[chosen] as T, items[last] as T];
  }
  return items;
}
