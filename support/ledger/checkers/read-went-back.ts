import type { LedgerFinding } from '../finding';
import { type LedgerHistory, markOf, type RecordedRead } from '../history';
import { goneFrom, isShown, type Shown } from '../shown';

/**
 * A session never sees an older state of a thread than it saw before, across outage and return: what it saw applied stays
 * at the beginning, what it saw pending stays somewhere, and a thread that was seen never "does not exist".
 * Source: Terry et al., "Session Guarantees for Weakly Consistent Replicated Data", 1994 (monotonic reads).
 */
export function readWentBack(history: LedgerHistory): LedgerFinding[] {
  const excused = excusedMarks(history);
  const gone = goneFrom();
  const byView = new Map<string, RecordedRead[]>();
  for (const read of [...history.reads].sort((one, other) => one.invokedAtMs - other.invokedAtMs)) {
    const view = JSON.stringify([read.user, read.session, read.threadId]);
    byView.set(view, [...(byView.get(view) ?? []), read]);
  }
  return [...byView.values()].flatMap((reads) =>
    reads.flatMap((read, index) => {
      const earlier = reads
        .slice(0, index)
        .filter((each) => isShown(each) && each.endedAtMs <= read.invokedAtMs) as Shown[];
      for (const before of earlier) {
        const text = goneBetween(before, read, excused, gone);
        if (text !== undefined) return [finding(before, read, text)];
      }
      return [];
    }),
  );
}

function goneBetween(
  before: Shown,
  read: RecordedRead,
  excused: ReadonlySet<string>,
  gone: ReturnType<typeof goneFrom>,
): string | undefined {
  if (read.answer.kind === 'does not exist') return 'the thread';
  if (!isShown(read)) return undefined;
  const text = gone(before, read);
  const pending = before.answer.messages.filter((each) => each.isPending && !excused.has(each.text));
  if (text !== undefined || pending.length === 0) return text;
  const shown = new Set(read.answer.messages.map((each) => each.text));
  return pending.find((each) => !shown.has(each.text))?.text;
}

/** What was declared lost or rejected may go from sight while it is pending. */
function excusedMarks({ declaredLost, rejectedAfterAcceptance, writes }: LedgerHistory): Set<string> {
  const lost = writes.filter(({ key }) => declaredLost.includes(key)).map(({ payload }) => markOf(payload));
  return new Set([...lost, ...rejectedAfterAcceptance.map(({ mark }) => mark)]);
}

function finding(before: Shown, { id, session, threadId }: RecordedRead, gone: string): LedgerFinding {
  return {
    class: 'read went back',
    message: `Session "${session}" must still see "${gone}" in thread "${threadId}" where read "${before.id}" showed it; read "${id}" does not`,
    ids: [before.id, id],
  };
}
