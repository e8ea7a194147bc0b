/** From where to where a label reaches, in pixels. */
export interface LabelReach {
  readonly from: number;
  readonly to: number;
}

/**
 * In which row each label stands, so that none covers another: the first row that is free there. When all are taken,
 * the one whose labels end first.
 * @returns for each label its row, from 0.
 */
export function labelRows(labels: readonly LabelReach[], rows: number): number[] {
  const rowOf: number[] = [];
  const endOf = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
  const inOrder = labels
    .map((label, index) => ({ ...label, index }))
    .sort((one, other) => one.from - other.from);
  for (const { from, to, index } of inOrder) {
    const free = endOf.findIndex((end) => end <= from);
    const row = free >= 0 ? free : endOf.indexOf(Math.min(...endOf));
    rowOf[index] = row;
    endOf[row] = Math.max(endOf[row] as number, to);
  }
  return rowOf;
}
