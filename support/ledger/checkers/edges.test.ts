import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { AuthoritativeReading, LedgerHistory, ReadSource, RecordedRead, WriteAttempt } from '../history';
import { ledgerFindings } from '../judge';

/** One thread of Ada's, in which these texts stand. */
function stored(...texts: string[]): AuthoritativeReading {
  const messages = texts.map((text, index) => ({ position: index + 1, text }));
  return { threads: [{ threadId: 't', messages }], orders: [], lines: [], events: [] };
}

function write(
  text: string,
  invokedAtMs: number,
  endedAtMs: number,
  more: Partial<WriteAttempt> = {},
): WriteAttempt {
  const payload = { kind: 'message', threadId: 't', text } as const;
  const own = { id: `${text} ${invokedAtMs}`, user: 'Ada', key: `key of ${text}`, attempt: 1 };
  return { ...own, payload, invokedAtMs, endedAtMs, outcome: 'acknowledged', ...more };
}

/** What is marked with a star was shown as pending. */
function read(session: string, atMs: number, source: ReadSource, ...shown: string[]): RecordedRead {
  const messages = shown.map((text) => ({ text: text.replace('*', ''), isPending: text.endsWith('*') }));
  const times = { invokedAtMs: atMs, endedAtMs: atMs + 5 };
  return {
    id: `${session} ${atMs}`,
    user: 'Ada',
    session,
    threadId: 't',
    ...times,
    answer: { kind: 'messages', source, messages },
  };
}

function classes(writes: WriteAttempt[], texts: string[], more: Partial<LedgerHistory> = {}): string[] {
  const history: LedgerHistory = {
    threads: [{ id: 't', owner: 'Ada' }],
    writes,
    reads: [],
    outages: [{ fromMs: 100, toMs: 200 }],
    afterRecovery: stored(...texts),
    repeats: [],
    afterRepeats: stored(...texts),
    declaredLost: [],
    rejectedAfterAcceptance: [],
    ...more,
  };
  return ledgerFindings(history).map((each) => each.class);
}

describe('the order within a thread', () => {
  test('is free where writes overlapped, and not where they followed one another', () => {
    expect(classes([write('a', 0, 10), write('b', 5, 15)], ['b', 'a'])).to.deep.equal([]);
    expect(classes([write('a', 0, 10), write('b', 10, 15)], ['b', 'a'])).to.deep.equal([]);
    expect(classes([write('a', 0, 10), write('b', 11, 15)], ['b', 'a'])).to.deep.equal(['out of order']);
  });

  test('counts from the first attempt that can have taken effect', () => {
    const unknown = write('b', 5, 9, { outcome: 'unknown' });
    const refused = write('b', 5, 9, { outcome: 'refused' });
    const again = write('b', 20, 25, { attempt: 2 });
    expect(classes([write('a', 0, 10), unknown, again], ['b', 'a'])).to.deep.equal([]);
    expect(classes([write('a', 0, 10), refused, again], ['b', 'a'])).to.deep.equal(['out of order']);
  });
});

describe('what readers saw', () => {
  const three = [
    write('a', 0, 10),
    write('b', 20, 30, { outcome: 'unknown' }),
    write('c', 120, 130, { isPending: true }),
  ];
  const seen = (...reads: RecordedRead[]): string[] => classes(three, ['a', 'b', 'c'], { reads });

  test('as pending may find its place later, behind what the cache did not know', () => {
    expect(
      seen(read('s', 140, 'stale cache', 'a', 'c*'), read('s', 300, 'database', 'a', 'b', 'c')),
    ).to.deep.equal([]);
    expect(
      seen(read('s', 140, 'stale cache', 'a', 'c*'), read('s', 300, 'database', 'a', 'b')),
    ).to.deep.equal(['read went back']);
  });

  test('is compared only where one read ended before the other began', () => {
    const whole = read('s', 140, 'stale cache', 'a', 'b');
    expect(seen(whole, read('s', 144, 'stale cache', 'a'))).to.deep.equal([]);
    expect(seen(whole, read('s', 145, 'stale cache', 'a'))).to.deep.equal(['read went back']);
    expect(seen(whole, read('r', 145, 'stale cache', 'a'))).to.deep.equal([]);
  });

  test('is behind the database only where it says that it is stale', () => {
    const whole = read('s', 300, 'database', 'a', 'b', 'c');
    expect(seen(whole, read('r', 310, 'stale cache', 'a'))).to.deep.equal([]);
    expect(seen(whole, read('r', 310, 'fresh cache', 'a'))).to.deep.equal(['stale overwrite']);
  });

  test('after the return has what was done before, and need not have what was only accepted', () => {
    const reads = [read('s', 320, 'fresh cache', 'a')];
    const done = write('d', 300, 310);
    const accepted = write('d', 300, 310, { isPending: true });
    const later = write('d', 330, 340, { attempt: 2 });
    expect(classes([write('a', 0, 10), done], ['a', 'd'], { reads })).to.deep.equal(['stale overwrite']);
    expect(classes([write('a', 0, 10), accepted, later], ['a', 'd'], { reads })).to.deep.equal([]);
  });
});

describe('a key used twice', () => {
  const two = [write('a', 0, 10), write('b', 20, 30, { key: 'key of a' })];

  test('applies one payload, and the other is rejected aloud, or else it is lost', () => {
    const because = 'key used with another payload' as const;
    const rejectedAfterAcceptance = [{ key: 'key of a', mark: 'b', because, reportedTo: ['Ada'] }];
    expect(classes(two, ['a'], { rejectedAfterAcceptance })).to.deep.equal([]);
    expect(classes(two, ['a', 'b'], { rejectedAfterAcceptance })).to.deep.equal([
      'rejected after acceptance',
    ]);
    expect(classes(two, ['a', 'b'])).to.deep.equal(['rejected after acceptance']);
    expect(classes(two, ['a'])).to.deep.equal(['lost']);
  });
});

describe("another's thread", () => {
  test('takes no message', () => {
    expect(classes([write('a', 0, 10, { user: 'Ben' })], ['a'])).to.deep.equal(['isolation broken']);
  });
});
