import type { FindingClass } from '../finding';
import {
  type AuthoritativeReading,
  type LedgerHistory,
  markOf,
  type RecordedRead,
  type StoredThread,
} from '../history';
import { isRejected } from '../is-rejected';
import { isShown, type Shown } from '../shown';
import { type Write, writesOf } from '../write';

/** One thing that a service can do wrong, done to a good history. */
export interface Defect {
  readonly name: string;
  /** The class of finding that it must give, and the only one. */
  readonly caughtBy: FindingClass;
  /** Only where the journal's storage was destroyed. */
  readonly needsDestruction?: boolean;
  inject(history: LedgerHistory): LedgerHistory;
}

type Reading = AuthoritativeReading;
const both = (history: LedgerHistory, change: (reading: Reading) => Reading): LedgerHistory => ({
  ...history,
  afterRecovery: change(history.afterRecovery),
  afterRepeats: change(history.afterRepeats),
});
const inThreads = (reading: Reading, change: (thread: StoredThread) => readonly string[]): Reading => ({
  ...reading,
  threads: reading.threads.map((thread) => ({
    ...thread,
    messages: change(thread).map((text, index) => ({ position: index + 1, text })),
  })),
});
const textsOf = ({ messages }: StoredThread): string[] => messages.map(({ text }) => text);
const without = (mark: string) => (reading: Reading) =>
  inThreads(reading, (thread) => textsOf(thread).filter((text) => text !== mark));
const added = (mark: string, threadId: string) => (reading: Reading) =>
  inThreads(reading, (thread) => [...textsOf(thread), ...(thread.threadId === threadId ? [mark] : [])]);
const some = <T>(items: readonly T[]): T => {
  const item = items[Math.floor(items.length / 2)];
  if (item === undefined)
    throw new Error('The history must hold what the defect is done to; take another seed');
  return item;
};
const acknowledged = (history: LedgerHistory, kind: 'message' | 'order'): Write =>
  some(
    writesOf(history).filter(
      (each) => each.outcome === 'acknowledged' && each.payload.kind === kind && !isRejected(history, each),
    ),
  );
const refused = (history: LedgerHistory): Write =>
  some(
    writesOf(history).filter(
      ({ outcome, payload, key }) =>
        outcome === 'refused' &&
        payload.kind === 'message' &&
        !history.repeats.some((each) => each.key === key),
    ),
  );
const threadOf = ({ payload }: Pick<Write, 'payload'>): string =>
  payload.kind === 'message' ? payload.threadId : '';
const repeatedMessage = (history: LedgerHistory) =>
  some(history.repeats.filter(({ payload }) => payload.kind === 'message'));
const withRead = (history: LedgerHistory, read: RecordedRead): LedgerHistory => ({
  ...history,
  reads: [...history.reads, read],
});
const ordersChanged =
  (change: (reading: Reading, orderId: string) => Reading) => (history: LedgerHistory) => {
    const { orderId } = some(history.afterRecovery.orders);
    return both(history, (reading) => change(reading, orderId));
  };
const shown = (history: LedgerHistory, isWanted: (read: Shown) => boolean): Shown =>
  some(
    history.reads
      .filter(isShown)
      .filter((each) => each.answer.messages.some(({ isPending }) => !isPending) && isWanted(each)),
  );
const shorter = (read: Shown, changes: Partial<Shown>): RecordedRead => ({
  ...read,
  ...changes,
  answer: { ...read.answer, messages: [] },
});

/** Every kind of defect that the checkers are for. */
export const defects: readonly Defect[] = [
  {
    name: 'an acknowledged message is gone',
    caughtBy: 'lost',
    inject: (history) => both(history, without(acknowledged(history, 'message').mark)),
  },
  {
    name: 'an acknowledged message is gone, and declared lost without cause',
    caughtBy: 'lost',
    inject: (history) => {
      const { mark, key } = acknowledged(history, 'message');
      return { ...both(history, without(mark)), declaredLost: [key] };
    },
  },
  {
    name: 'an acknowledged order is gone with all that belongs to it',
    caughtBy: 'lost',
    inject: (history) => {
      const { mark } = acknowledged(history, 'order');
      const id = history.afterRecovery.orders.find(({ reference }) => reference === mark)?.orderId;
      const others = <T extends { orderId: string }>(rows: readonly T[]): T[] =>
        rows.filter(({ orderId }) => orderId !== id);
      return both(history, (reading) => ({
        ...reading,
        orders: others(reading.orders),
        lines: others(reading.lines),
        events: others(reading.events),
      }));
    },
  },
  {
    name: 'a message is there twice',
    caughtBy: 'doubled',
    inject: (history) => {
      const write = acknowledged(history, 'message');
      return both(history, added(write.mark, threadOf(write)));
    },
  },
  {
    name: 'an order is there twice, each whole',
    caughtBy: 'doubled',
    inject: (history) => {
      const again = <T extends { orderId: string }>(rows: readonly T[], id: string): T[] => [
        ...rows,
        ...rows.filter(({ orderId }) => orderId === id).map((row) => ({ ...row, orderId: 'again' })),
      ];
      return ordersChanged((reading, id) => ({
        ...reading,
        orders: again(reading.orders, id),
        lines: again(reading.lines, id),
        events: again(reading.events, id),
      }))(history);
    },
  },
  {
    name: 'a thread stands in reverse',
    caughtBy: 'out of order',
    inject: (history) =>
      both(history, (reading) => inThreads(reading, (thread) => textsOf(thread).reverse())),
  },
  {
    name: 'a message is there that nobody wrote',
    caughtBy: 'unexpected',
    inject: (history) => both(history, added('from nowhere', 'a1')),
  },
  {
    name: 'a refused message is there',
    caughtBy: 'unexpected',
    inject: (history) => both(history, added(refused(history).mark, threadOf(refused(history)))),
  },
  {
    name: 'a rejection after acceptance is not reported',
    caughtBy: 'rejected after acceptance',
    inject: (history) => ({
      ...history,
      rejectedAfterAcceptance: history.rejectedAfterAcceptance.map((each) => ({ ...each, reportedTo: [] })),
    }),
  },
  {
    name: 'a rejection after acceptance has no reason',
    caughtBy: 'rejected after acceptance',
    inject: (history) => ({
      ...history,
      rejectedAfterAcceptance: history.rejectedAfterAcceptance.map((each) => ({
        ...each,
        because: 'thread of another user',
      })),
    }),
  },
  {
    name: 'a loss is not declared',
    caughtBy: 'undeclared loss',
    needsDestruction: true,
    inject: (history) => {
      const { key } = some(
        writesOf(history).filter(
          (each) => each.isPending && history.declaredLost.includes(each.key) && !isRejected(history, each),
        ),
      );
      // What readers saw pending is theirs to miss too; here only the declaration is looked at.
      return { ...history, reads: [], declaredLost: history.declaredLost.filter((each) => each !== key) };
    },
  },
  {
    name: 'what is there is declared lost',
    caughtBy: 'undeclared loss',
    inject: (history) => ({ ...history, declaredLost: [acknowledged(history, 'message').key] }),
  },
  {
    name: 'repeating an unknown write makes two',
    caughtBy: 'unknown not resolved',
    inject: (history) => {
      const { payload } = repeatedMessage(history);
      return {
        ...history,
        afterRepeats: added(markOf(payload), threadOf({ payload }))(history.afterRepeats),
      };
    },
  },
  {
    name: 'repeating an unknown write does nothing',
    caughtBy: 'unknown not resolved',
    inject: (history) => ({
      ...history,
      afterRepeats: without(markOf(repeatedMessage(history).payload))(history.afterRepeats),
    }),
  },
  {
    name: 'the event of an order is missing',
    caughtBy: 'order torn',
    inject: ordersChanged((reading, id) => ({
      ...reading,
      events: reading.events.filter(({ orderId }) => orderId !== id),
    })),
  },
  {
    name: 'an order has two events',
    caughtBy: 'order torn',
    inject: ordersChanged((reading, id) => ({
      ...reading,
      events: [...reading.events, ...reading.events.filter(({ orderId }) => orderId === id)],
    })),
  },
  {
    name: 'the lines of an order are missing',
    caughtBy: 'order torn',
    inject: ordersChanged((reading, id) => ({
      ...reading,
      lines: reading.lines.filter(({ orderId }) => orderId !== id),
    })),
  },
  {
    name: 'the total of an order is wrong',
    caughtBy: 'order torn',
    inject: ordersChanged((reading, id) => ({
      ...reading,
      orders: reading.orders.map((order) =>
        order.orderId === id ? { ...order, totalCents: order.totalCents + 1 } : order,
      ),
    })),
  },
  {
    name: 'an event belongs to no order',
    caughtBy: 'order torn',
    inject: (history) =>
      both(history, (reading) => ({
        ...reading,
        events: [...reading.events, { orderId: 'none', totalCents: 1 }],
      })),
  },
  {
    name: 'a session sees less than before, in the outage',
    caughtBy: 'read went back',
    inject: (history) => {
      const read = shown(history, ({ endedAtMs }) => endedAtMs < 1_900);
      return withRead(history, shorter(read, { id: 'back', invokedAtMs: 1_950, endedAtMs: 1_960 }));
    },
  },
  {
    name: 'a thread that was seen does not exist',
    caughtBy: 'read went back',
    inject: (history) => {
      const read = shown(history, ({ endedAtMs }) => endedAtMs < 1_900);
      return withRead(history, {
        ...read,
        id: 'gone',
        invokedAtMs: 1_950,
        endedAtMs: 1_960,
        answer: { kind: 'does not exist' },
      });
    },
  },
  {
    name: 'the cache is older than before, after the return',
    caughtBy: 'stale overwrite',
    inject: (history) => {
      const read = shown(history, ({ answer }) => answer.source === 'fresh cache');
      return withRead(
        history,
        shorter(read, { id: 'old', session: 'another', invokedAtMs: 3_500, endedAtMs: 3_510 }),
      );
    },
  },
  {
    name: 'what was shown as applied has vanished, though never acknowledged',
    caughtBy: 'stale overwrite',
    inject: (history) => {
      const { payload, user } = repeatedMessage(history);
      const read: RecordedRead = {
        id: 'seen',
        user,
        session: 'another',
        threadId: threadOf({ payload }),
        invokedAtMs: 900,
        endedAtMs: 999,
        answer: { kind: 'messages', source: 'database', messages: [{ text: markOf(payload) }] },
      };
      return {
        ...withRead({ ...history, reads: [] }, read),
        afterRecovery: without(markOf(payload))(history.afterRecovery),
      };
    },
  },
  {
    name: 'a user is shown the thread of another',
    caughtBy: 'isolation broken',
    inject: (history) => {
      const read = shown(history, ({ user }) => user === 'Ada');
      return withRead(history, { ...read, id: 'foreign', user: 'Ben', session: 'another' });
    },
  },
];
