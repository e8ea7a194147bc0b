import type { LedgerFinding } from '../finding';
import type { LedgerHistory } from '../history';
import { isRejected } from '../is-rejected';
import { places } from '../places';
import { type Write, writesOf } from '../write';
import { isExcusable } from './undeclared-loss';

/**
 * What was acknowledged is there, before unknown writes are asked again and after. Declaring a loss excuses it only where
 * the journal's storage was destroyed; what is pending there is looked at by `undeclaredLoss`.
 */
export function lost(history: LedgerHistory): LedgerFinding[] {
  const [recovered, atLast] = [places(history.afterRecovery), places(history.afterRepeats)];
  const declared = new Set(history.declaredLost);
  const mustBeThere = (write: Write): boolean =>
    write.outcome === 'acknowledged' && !isRejected(history, write) && !isExcusable(history, write);
  return writesOf(history)
    .filter((write) => mustBeThere(write) && !(recovered.has(write.mark) && atLast.has(write.mark)))
    .map(({ key, mark, attempts, acknowledgedAtMs }) => ({
      class: 'lost',
      message:
        `"${mark}", acknowledged at ${acknowledgedAtMs} ms, must be in the database; it was not ` +
        `${recovered.has(mark) ? 'after unknown writes had been asked again' : 'after the recovery'}` +
        `${declared.has(key) ? ' (declared lost, but the journal had not been destroyed while it was pending)' : ''}`,
      ids: [key, ...attempts.map(({ id }) => id)],
    }));
}
