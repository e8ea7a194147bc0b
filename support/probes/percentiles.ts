/** A distribution in the usual numbers. */
export interface Distribution {
  count: number;
  p50: number;
  p95: number;
  /** With fewer than 100 values it is the largest. */
  p99: number;
  max: number;
}

/** Nearest-rank percentiles. @throws when there is nothing to summarise. */
export function distributionOf(values: readonly number[]): Distribution {
  if (values.length === 0) throw new Error('A distribution needs at least one value; got none');
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
