/** What a figure was over many samples. */
export interface FigureQuantiles {
  readonly lowest: number;
  /** One in 10,000 lies below. */
  readonly low: number;
  readonly median: number;
  /** One in 10,000 lies above. */
  readonly high: number;
  readonly highest: number;
}

/** Nearest ranks. @throws when there is nothing to summarise. */
export function figureQuantiles(values: Float64Array): FigureQuantiles {
  if (values.length === 0) throw new Error('Quantiles need at least one value; got none');
  const sorted = values.slice().sort();
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  return { lowest: at(0), low: at(0.0001), median: at(0.5), high: at(0.9999), highest: at(1) };
}
