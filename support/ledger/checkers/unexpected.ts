import type { LedgerFinding } from '../finding';
import { type LedgerHistory, markOf, type Payload } from '../history';
import { isRejected } from '../is-rejected';
import { writesOf } from '../write';

/**
 * Everything that is there, or was ever shown, had been asked for, in that thread, and had not been refused: a user who
 * was refused may have done something else instead.
 */
export function unexpected(history: LedgerHistory): LedgerFinding[] {
  const writes = new Map(writesOf(history).map((write) => [write.mark, write]));
  const repeated = new Set(history.repeats.map(({ payload }) => markOf(payload)));
  const objection = (mark: string, isMeant: (payload: Payload) => boolean): string | undefined => {
    const write = writes.get(mark);
    if (!write) return 'was never asked for';
    if (!isMeant(write.payload)) return 'was asked for elsewhere';
    return write.outcome === 'refused' && !repeated.has(mark) && !isRejected(history, write)
      ? 'was refused'
      : undefined;
  };
  const inThread = (threadId: string) => (payload: Payload) =>
    payload.kind === 'message' && payload.threadId === threadId;

  const found = new Map<string, LedgerFinding>();
  const look = (mark: string, isMeant: (payload: Payload) => boolean, where: string, id: string): void => {
    const said = objection(mark, isMeant);
    if (said === undefined || found.has(mark)) return;
    const message = `What is there must have been asked for and not refused; "${mark}" in ${where} ${said}`;
    found.set(mark, {
      class: 'unexpected',
      message,
      ids: [id, ...(writes.get(mark)?.attempts.map((each) => each.id) ?? [])],
    });
  };
  for (const { threads, orders } of [history.afterRecovery, history.afterRepeats]) {
    for (const { threadId, messages } of threads)
      for (const { text } of messages) look(text, inThread(threadId), `thread "${threadId}"`, threadId);
    for (const { orderId, owner, reference } of orders)
      look(
        reference,
        ({ kind }) => kind === 'order' && writes.get(reference)?.user === owner,
        `order "${orderId}" of ${owner}`,
        orderId,
      );
  }
  const owners = new Map(history.threads.map(({ id, owner }) => [id, owner]));
  for (const { id, user, threadId, answer } of history.reads) {
    // What belongs to another is the business of `isolation`.
    if (answer.kind !== 'messages' || owners.get(threadId) !== user) continue;
    for (const { text } of answer.messages)
      if ((writes.get(text)?.user ?? user) === user) look(text, inThread(threadId), `read "${id}"`, id);
  }
  return [...found.values()];
}
