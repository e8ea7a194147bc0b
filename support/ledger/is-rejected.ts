import type { LedgerHistory } from './history';
import type { Write } from './write';

/** Whether the service says that it accepted this write and would not apply it. */
export function isRejected(
  { rejectedAfterAcceptance }: Pick<LedgerHistory, 'rejectedAfterAcceptance'>,
  write: Pick<Write, 'key' | 'mark'>,
): boolean {
  return rejectedAfterAcceptance.some(({ key, mark }) => key === write.key && mark === write.mark);
}
