/** One line of the performance table. */
export interface Figure {
  /** For the table: `failover, primary hanging`. */
  readonly name: string;
  /** The numbers by their names, with the unit in the name: `p50Ms`, `samples`, `ratio`. */
  readonly values: Readonly<Record<string, number>>;
  /** What is promised, where something is. */
  readonly target?: { readonly value: string; readonly belowMs: number };
}

/** Whether what was promised was kept; undefined where nothing was. */
export function isWithinTarget({ values, target }: Figure): boolean | undefined {
  return target && (values[target.value] ?? Number.POSITIVE_INFINITY) < target.belowMs;
}
