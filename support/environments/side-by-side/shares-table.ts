import { type Target, targets } from './outage-plan';

/**
 * For which share of the time each is out, 0 to 1; 0 where nothing is said.
 * @param table such as `{ database: '18 percent' }`. @throws naming what is possible.
 */
export function sharesIn(table: Readonly<Record<string, string>>): Record<Target, number> {
  const unknown = Object.keys(table).find((name) => !targets.includes(name as Target));
  if (unknown !== undefined)
    throw new Error(`Nothing called "${unknown}" can be out; expected one of: ${targets.join(', ')}`);
  return Object.fromEntries(
    targets.map((target) => {
      const words = table[target] ?? '0 percent';
      const percent = Number(/^(\d+(?:\.\d+)?) percent$/.exec(words)?.[1] ?? Number.NaN);
      if (!(percent < 100)) throw new Error(`A share must be like "18 percent", below 100; got "${words}"`);
      return [target, percent / 100];
    }),
  ) as Record<Target, number>;
}
