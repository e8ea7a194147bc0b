import type { LedgerFinding } from '../finding';
import { type LedgerHistory, markOf } from '../history';
import { places } from '../places';
import { writesOf } from '../write';

/**
 * Whoever was told nothing asks again with the same key, and then exactly one is there, whether or not the first had
 * taken effect. A refusal is an answer too, but then none is there. What was not asked again, or was told nothing again,
 * is not resolved, which `judge` counts: it says nothing about the service.
 */
export function unknownResolved(history: LedgerHistory): LedgerFinding[] {
  const [recovered, atLast] = [places(history.afterRecovery), places(history.afterRepeats)];
  const keys = new Map(writesOf(history).map((write) => [write.mark, write.key]));
  const repeatedMarks = [...new Set(history.repeats.map(({ payload }) => markOf(payload)))];
  return repeatedMarks.flatMap((mark): LedgerFinding[] => {
    const answers = history.repeats.filter(({ payload }) => markOf(payload) === mark);
    const isAcknowledged = answers.some(({ outcome }) => outcome === 'acknowledged');
    const isUnknown = !isAcknowledged && answers.some(({ outcome }) => outcome === 'unknown');
    const times = atLast.get(mark) ?? 0;
    const wanted = isAcknowledged ? 1 : 0;
    // Twice before it was asked again is the business of `doubled`.
    if (times === wanted || (isUnknown && times < 2) || (recovered.get(mark) ?? 0) > 1) return [];
    const said = isAcknowledged ? 'acknowledged' : isUnknown ? 'unknown' : 'refused';
    return [
      {
        class: 'unknown not resolved',
        message: `"${mark}", asked again with the same key and ${said}, must be there ${wanted === 1 ? 'once' : isUnknown ? 'at most once' : 'not at all'}, it was there ${times} times`,
        ids: [keys.get(mark) ?? mark, ...answers.map(({ id }) => id)],
      },
    ];
  });
}
