import type {
  AuthoritativeReading,
  LedgerHistory,
  Payload,
  RejectedWrite,
  WriteAttempt,
} from '../../ledger/history';
import type { RecordedWrite } from '../../users/writers';
import type { Writing } from '../../users/writing';
import type { DatabaseRecords } from '../database-records';

/** What the ledger is made of. */
export interface LedgerSources {
  readonly attempts: readonly RecordedWrite[];
  readonly records: DatabaseRecords;
  readonly threads: LedgerHistory['threads'];
  /** What set-ups wrote, thread by thread: none of the users' writes. */
  readonly isSetUp: (threadId: string, text: string) => boolean;
  /** The attempts that were accepted and later reported as rejected, and why. */
  readonly rejected: ReadonlyMap<RecordedWrite, RejectedWrite['because']>;
  /** The keys of those that their users are told are lost. */
  readonly declaredLost: readonly string[];
  /** When what keeps accepted writes lost all it had, milliseconds since the epoch; undefined when it did not. */
  readonly journalDestroyedAtMs: number | undefined;
}

/** Puts what users did, what they were told and what stands in the database into the terms of the ledger. Pure. */
export function ledgerHistory({
  attempts,
  records,
  threads,
  isSetUp,
  rejected,
  declaredLost,
  journalDestroyedAtMs,
}: LedgerSources): LedgerHistory {
  const afterRecovery = readingOf(records, isSetUp);
  return {
    threads,
    writes: attempts.flatMap((attempt, index) => attemptOf(attempt, index) ?? []),
    reads: [],
    outages: [],
    afterRecovery,
    repeats: [],
    afterRepeats: afterRecovery,
    declaredLost,
    ...(journalDestroyedAtMs === undefined ? {} : { journalDestroyedAtMs }),
    rejectedAfterAcceptance: [...rejected].flatMap(([{ user, key, writing }, because]) =>
      writing && key ? [{ key, mark: referenceOf(writing), because, reportedTo: [user] }] : [],
    ),
  };
}

/** @returns undefined for what was no write: a body that makes no sense, or an order without a key. */
function attemptOf(attempt: RecordedWrite, index: number): WriteAttempt | undefined {
  const { user, key, writing, invokedAtMs, endedAtMs, outcome, status } = attempt;
  if (!writing || key === undefined) return undefined;
  const isPending = status === 202;
  return {
    id: `write ${index}`,
    user,
    key,
    attempt: 1,
    payload: payloadOf(writing),
    invokedAtMs,
    endedAtMs,
    outcome,
    isPending,
  };
}

function payloadOf(writing: Writing): Payload {
  if (writing.kind === 'message') return { kind: 'message', threadId: writing.threadId, text: writing.text };
  const lines = writing.lines.map(({ product, quantity, unitPriceCents }) => ({
    article: product,
    quantity,
    unitPriceCents,
  }));
  return { kind: 'order', reference: referenceOf(writing), lines };
}

/** An order goes by the article of its first line, which no other order has. */
function referenceOf(writing: Writing): string {
  return writing.kind === 'message' ? writing.text : (writing.lines[0]?.product ?? '');
}

function readingOf(
  { messages, orders }: DatabaseRecords,
  isSetUp: LedgerSources['isSetUp'],
): AuthoritativeReading {
  const ids = [...new Set(messages.map(({ threadId }) => threadId))];
  return {
    threads: ids.map((threadId) => ({
      threadId,
      messages: messages.filter((each) => each.threadId === threadId && !isSetUp(threadId, each.text)),
    })),
    orders: orders.map(({ id, owner, totalCents, lines }) => ({
      orderId: id,
      owner,
      reference: lines[0]?.product ?? '',
      totalCents,
    })),
    lines: orders.flatMap(({ id, lines }) =>
      lines.map(({ product, quantity, unitPriceCents }) => ({
        orderId: id,
        article: product,
        quantity,
        unitPriceCents,
      })),
    ),
    events: orders.flatMap(({ id, events }) => events.map(({ totalCents }) => ({ orderId: id, totalCents }))),
  };
}
