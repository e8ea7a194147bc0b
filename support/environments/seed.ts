const most = 2 ** 31;

/**
 * The seed of a scenario: what the setting says, else any.
 * @throws when the setting is no whole number.
 */
export function seedFrom(setting: string | undefined): number {
  if (setting === undefined || setting === '') return Math.floor(Math.random() * most);
  const seed = Number(setting);
  if (!Number.isInteger(seed) || seed < 0 || seed >= most)
    throw new Error(`SEED must be a whole number from 0 to ${most - 1}; got "${setting}"`);
  return seed;
}
