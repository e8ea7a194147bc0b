import type { LedgerFinding } from '../finding';
import type { LedgerHistory, RejectedWrite } from '../history';
import { places } from '../places';
import { type Write, writesOf } from '../write';

/**
 * A write that was accepted and then not applied is no loss, but a class of its own: it needs a reason that is true, its
 * user is told, and it is not applied all the same. Of two payloads with one key at most one is applied.
 */
export function rejectedAfterAcceptance(history: LedgerHistory): LedgerFinding[] {
  const writes = writesOf(history);
  const [recovered, atLast] = [places(history.afterRecovery), places(history.afterRepeats)];
  const isThere = (mark: string): boolean => recovered.has(mark) || atLast.has(mark);
  const owners = new Map(history.threads.map(({ id, owner }) => [id, owner]));

  const rejected = history.rejectedAfterAcceptance.flatMap((rejection) => {
    const write = writes.find(({ key, mark }) => key === rejection.key && mark === rejection.mark);
    const said = objection(rejection, write, { writes, owners, isThere });
    return said === undefined
      ? []
      : [finding(`"${rejection.mark}", rejected after acceptance, ${said}`, [rejection.key])];
  });
  const byKey = new Map<string, Write[]>();
  for (const write of writes) byKey.set(write.key, [...(byKey.get(write.key) ?? []), write]);
  const known = new Set(history.rejectedAfterAcceptance.map(({ key }) => key));
  const both = [...byKey].flatMap(([key, sharing]) => {
    const marks = sharing
      .filter(({ mark, outcome }) => outcome !== 'refused' && isThere(mark))
      .map(({ mark }) => mark);
    return marks.length < 2 || known.has(key)
      ? []
      : [
          finding(
            `Of the payloads with key "${key}" one must be there at most, got "${marks.join('", "')}"`,
            [key],
          ),
        ];
  });
  return [...rejected, ...both];
}

interface Facts {
  readonly writes: readonly Write[];
  readonly owners: ReadonlyMap<string, string>;
  isThere(mark: string): boolean;
}

function objection(
  { because, reportedTo }: RejectedWrite,
  write: Write | undefined,
  facts: Facts,
): string | undefined {
  if (!write || write.outcome === 'refused') return 'must have been accepted, it never was';
  if (facts.isThere(write.mark)) return 'must not be there, it is';
  if (!reportedTo.includes(write.user)) return `must be reported to ${write.user}, it was not`;
  return isTrue(because, write, facts) ? undefined : `must have its reason; "${because}" is not true of it`;
}

function isTrue(
  because: RejectedWrite['because'],
  { key, mark, user, payload }: Write,
  facts: Facts,
): boolean {
  switch (because) {
    case 'key used with another payload':
      return facts.writes.some(
        (other) => other.key === key && other.mark !== mark && other.outcome !== 'refused',
      );
    case 'thread of another user':
      return payload.kind === 'message' && facts.owners.get(payload.threadId) !== user;
    case 'set aside':
      return true;
  }
}

function finding(message: string, ids: readonly string[]): LedgerFinding {
  return { class: 'rejected after acceptance', message, ids };
}
