/** How one row of a table is read: from what stands on its right. */
export type RuleRow<T> = (value: string) => T;

/**
 * Reads a table of rules row by row.
 * @param subject whose rules they are, for the error: "a breaker".
 * @throws when a row is unknown or its value cannot be read.
 */
export function rulesIn<T extends object>(
  table: Readonly<Record<string, string>>,
  rows: Readonly<Record<string, RuleRow<T>>>,
  subject: string,
): T {
  const rules = {};
  for (const [name, value] of Object.entries(table)) {
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (!row)
      throw new Error(
        `No rule of ${subject} reads "${name}"; expected one of: ${Object.keys(rows).join(', ')}`,
      );
    Object.assign(rules, row(value));
  }
  return rules as T;
}

/** The number that a value begins with. @throws when there is none. */
export function numberIn(value: string): number {
  const [, digits] = /^(\d+(?:\.\d+)?)(?= |%|$)/.exec(value.trim()) ?? [];
  if (digits === undefined) throw new Error(`A number must stand here; got "${value}"`);
  return Number(digits);
}

/** The whole number that a value begins with. @throws when there is none. */
export function countIn(value: string): number {
  const whole = numberIn(value);
  if (!Number.isInteger(whole)) throw new Error(`A whole number must stand here; got "${value}"`);
  return whole;
}
