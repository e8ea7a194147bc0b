import type {
  AuthoritativeReading,
  LedgerHistory,
  Outage,
  Payload,
  ReadAnswer,
  RecordedRead,
  RejectedWrite,
  WriteAttempt,
} from '../../ledger/history';
import type { RecordedReading } from '../../users/readers';
import type { RecordedWrite } from '../../users/writers';
import type { Writing } from '../../users/writing';
import type { DatabaseRecords } from '../database-records';

/** What the ledger is made of. */
export interface LedgerSources {
  readonly attempts: readonly RecordedWrite[];
  /** What stands in the database when all has recovered. */
  readonly records: DatabaseRecords;
  readonly readings?: readonly RecordedReading[];
  /** By time, not overlapping. */
  readonly outages?: readonly Outage[];
  /** What nobody knew the outcome of, asked again, and what stood in the database after that. */
  readonly repeated?: { readonly attempts: readonly RecordedWrite[]; readonly records: DatabaseRecords };
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
  readings = [],
  outages = [],
  repeated = { attempts: [], records },
  threads,
  isSetUp,
  rejected,
  declaredLost,
  journalDestroyedAtMs,
}: LedgerSources): LedgerHistory {
  return {
    threads,
    writes: attempts.flatMap((attempt, index) => attemptOf(attempt, `write ${index}`, 1) ?? []),
    reads: readings.map((reading, index) => readOf(reading, `read ${index}`, isSetUp)),
    outages,
    afterRecovery: readingOf(records, isSetUp),
    repeats: repeated.attempts.flatMap((attempt, index) => attemptOf(attempt, `repeat ${index}`, 2) ?? []),
    afterRepeats: readingOf(repeated.records, isSetUp),
    declaredLost,
    ...(journalDestroyedAtMs === undefined ? {} : { journalDestroyedAtMs }),
    rejectedAfterAcceptance: [...rejected].flatMap(([{ user, key, writing }, because]) =>
      writing && key ? [{ key, mark: referenceOf(writing), because, reportedTo: [user] }] : [],
    ),
  };
}

/** @returns undefined for what was no write: a body that makes no sense, or an order without a key. */
function attemptOf(recorded: RecordedWrite, id: string, attempt: number): WriteAttempt | undefined {
  const { user, key, writing, invokedAtMs, endedAtMs, outcome, status } = recorded;
  if (!writing || key === undefined) return undefined;
  const isPending = status === 202;
  return {
    id,
    user,
    key,
    attempt,
    payload: payloadOf(writing),
    invokedAtMs,
    endedAtMs,
    outcome,
    isPending,
  };
}

/** A session is all that one user reads. */
function readOf(
  { reader, id: threadId, askedAtMs, endedAtMs, ...reading }: RecordedReading,
  id: string,
  isSetUp: LedgerSources['isSetUp'],
): RecordedRead {
  return {
    id,
    user: reader,
    session: reader,
    threadId,
    invokedAtMs: askedAtMs,
    endedAtMs,
    answer: answerOf(reading, (text) => isSetUp(threadId, text)),
  };
}

function answerOf(
  { messages, freshness, code, status }: Pick<RecordedReading, 'messages' | 'freshness' | 'code' | 'status'>,
  isSetUp: (text: string) => boolean,
): ReadAnswer {
  if (messages) {
    const fromCache = freshness?.isStale ? 'stale cache' : 'fresh cache';
    const source = freshness?.source === 'database' ? 'database' : fromCache;
    return { kind: 'messages', source, messages: messages.filter(({ text }) => !isSetUp(text)) };
  }
  if (code === 'not_checkable') return { kind: 'cannot be checked now' };
  return code === 'not_found'
    ? { kind: 'does not exist' }
    : { kind: 'refused', code: code ?? String(status) };
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
