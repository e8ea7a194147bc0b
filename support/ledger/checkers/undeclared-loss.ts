import type { LedgerFinding } from '../finding';
import type { LedgerHistory } from '../history';
import { isRejected } from '../is-rejected';
import { places } from '../places';
import { type Write, writesOf } from '../write';

/**
 * Where the journal's storage was destroyed the law is detection: exactly what is lost is declared. What is missing and
 * was not declared breaks it, and so does declaring what is there or was never accepted: users would do it again.
 */
export function undeclaredLoss(history: LedgerHistory): LedgerFinding[] {
  const there = places(history.afterRecovery);
  const writes = writesOf(history);
  const declared = new Set(history.declaredLost);
  const silent = writes
    .filter(
      (write) =>
        isExcusable(history, write) &&
        !there.has(write.mark) &&
        !declared.has(write.key) &&
        !isRejected(history, write),
    )
    .map(({ mark, key }) =>
      finding(
        `"${mark}", pending when the journal was destroyed, must be there or declared lost; it is neither`,
        key,
      ),
    );
  const wrong = [...declared].flatMap((key) => {
    const named = writes.filter((write) => write.key === key);
    if (named.every(({ outcome }) => outcome === 'refused'))
      return [finding(`What is declared lost must have been accepted; key "${key}" never was`, key)];
    const kept = named.find(({ mark }) => there.has(mark));
    return kept ? [finding(`What is declared lost must be lost; "${kept.mark}" is there`, key)] : [];
  });
  return [...silent, ...wrong];
}

/** Whether the destruction of the journal can have taken it: accepted only as pending, and asked for before. */
export function isExcusable(
  { journalDestroyedAtMs }: Pick<LedgerHistory, 'journalDestroyedAtMs'>,
  { isPending, possibleFromMs }: Pick<Write, 'isPending' | 'possibleFromMs'>,
): boolean {
  return journalDestroyedAtMs !== undefined && isPending && possibleFromMs <= journalDestroyedAtMs;
}

function finding(message: string, key: string): LedgerFinding {
  return { class: 'undeclared loss', message, ids: [key] };
}
