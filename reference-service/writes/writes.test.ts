import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { expect } from 'chai';
import { Pool } from 'pg';
import pino from 'pino';
import { Database } from '../database/database';
import type { UserError } from '../errors/user-error';
import type { AppendOutcome, Journal, JournalReading } from '../journal/journal';
import { JournalUnavailable } from '../journal/journal-unavailable';
import { policyWith } from '../policy-overrides';
import { writeFor } from './write';
import { Writes } from './writes';

const write = writeFor('Ada', 'k', { kind: 'add message', payload: { thread: 't', text: 'x' } });

describe('a write', () => {
  let database: Database;
  let failWith: (sql: string) => unknown;
  let statements: string[];
  let depth: number | JournalUnavailable;
  let append: AppendOutcome | JournalUnavailable;
  let appended: number;
  let reading: JournalReading;
  let before: { payload_hash: string; result: object } | undefined;

  beforeEach(() => {
    failWith = () => undefined;
    statements = [];
    depth = 0;
    append = 'appended';
    appended = 0;
    reading = { depth: 0, oldestAtMs: undefined, setAside: 0, isUsable: true, unmet: undefined };
    before = undefined;
    const client = {
      query: async (sql: string) => {
        statements.push(sql.trim().split(' ')[0] as string);
        const error = failWith(sql.trim());
        if (error) throw error;
        if (sql.startsWith('INSERT INTO writes')) return { rowCount: before ? 0 : 1, rows: [] };
        if (sql.startsWith('SELECT owner, key'))
          return { rowCount: 1, rows: [{ owner: 'Ada', key: 'k', ...before }] };
        if (sql.startsWith('SELECT id, owner')) return { rowCount: 1, rows: [{ id: 't', owner: 'Ada' }] };
        return { rowCount: 1, rows: [{ id: write.id, position: 1 }] };
      },
      on: () => {},
      off: () => {},
      release: () => {},
    };
    mock.method(Pool.prototype, 'connect', async () => {
      const error = failWith('connect');
      if (error) throw error;
      return client;
    });
    database = new Database('postgres://nowhere', policyWith(), pino({ level: 'silent' }), () => {});
  });
  afterEach(async () => {
    mock.restoreAll();
    await database.close();
  });

  const or = <T>(answer: T | JournalUnavailable): T => {
    if (answer instanceof JournalUnavailable) throw answer;
    return answer;
  };
  const journal = (): Journal =>
    ({
      reading: () => reading,
      get isKnownEmpty() {
        return reading.depth === 0;
      },
      depth: async () => or(depth),
      empty: async () => {},
      append: async () => {
        appended += 1;
        return or(append);
      },
    }) as unknown as Journal;
  const outcome = (withJournal = true): Promise<string> =>
    new Writes(database, withJournal ? journal() : undefined).submit(write).then(
      ({ status }) => status,
      (error: UserError) => error.code,
    );
  const sqlError = (code: string): Error => Object.assign(new Error(code), { code });
  const failAt =
    (start: string, code: string) =>
    (sql: string): unknown =>
      sql.startsWith(start) ? sqlError(code) : undefined;

  test('goes into the database in one transaction', async () => {
    expect(await outcome()).to.equal('applied');
    const own = statements.slice(statements.lastIndexOf('BEGIN'));
    expect(own).to.deep.equal(['BEGIN', 'INSERT', 'SELECT', 'INSERT', 'WITH', 'UPDATE', 'COMMIT']);
    expect(appended).to.equal(0);
  });

  test('that was applied before changes nothing, and is refused with another payload', async () => {
    before = { payload_hash: write.payloadHash, result: { id: 'i', position: 7 } };
    const again = await new Writes(database, undefined).submit(write);
    expect(again).to.deep.equal({ status: 'applied', result: before.result, isRepeated: true });
    before.payload_hash = 'another';
    expect(await outcome()).to.equal('key_reused');
    expect(statements.at(-1)).to.equal('ROLLBACK');
    expect(statements).to.not.include('UPDATE');
  });

  for (const start of ['connect', 'BEGIN', 'INSERT INTO writes', 'INSERT INTO messages', 'UPDATE']) {
    test(`that surely did not happen (${start} failed) is kept, or refused without a journal`, async () => {
      failWith = failAt(start, 'ECONNRESET');
      expect(await outcome()).to.equal('pending');
      expect(await outcome(false)).to.equal('write_refused');
    });
  }

  test('that a read-only database refused is kept and says nothing against the database', async () => {
    failWith = failAt('INSERT INTO writes', '25006');
    for (let time = 0; time < 10; time += 1) expect(await outcome()).to.equal('pending');
    expect(database.breaker.reading().state).to.equal('closed');
    expect(database.isReadOnly).to.equal(true);
    failWith = () => undefined;
    expect(await outcome()).to.equal('applied');
    expect(database.isReadOnly).to.equal(false);
  });

  test('whose COMMIT got no answer is unknown and not kept besides', async () => {
    failWith = failAt('COMMIT', 'ECONNRESET');
    expect(await outcome()).to.equal('write_unknown');
    expect(appended).to.equal(0);
  });

  test('that the statement is to blame for is refused, not kept', async () => {
    failWith = failAt('INSERT INTO messages', '22021');
    expect(await outcome()).to.equal('write_refused');
    expect(appended).to.equal(0);
  });

  test('goes behind what waits', async () => {
    depth = 3;
    expect(await outcome()).to.equal('pending');
    expect(statements).to.deep.equal([]);
  });

  test('goes directly while Redis is out only when nothing can wait', async () => {
    depth = new JournalUnavailable(false);
    expect(await outcome()).to.equal('applied');
    for (const unsure of [1, undefined]) {
      reading = { ...reading, depth: unsure };
      expect(await outcome()).to.equal('write_refused');
    }
    expect(appended).to.equal(0);
  });

  for (const [answer, code] of [
    ['repeated', 'pending'],
    ['reused', 'key_reused'],
    ['full', 'journal_full'],
    [new JournalUnavailable(false), 'write_refused'],
    [new JournalUnavailable(true), 'write_unknown'],
  ] as const) {
    test(`is ${code} when the journal says ${answer instanceof Error ? answer.message : answer}`, async () => {
      depth = 1;
      append = answer;
      expect(await outcome()).to.equal(code);
    });
  }

  test('is refused rather than kept where it would not be safe', async () => {
    depth = 1;
    reading = { ...reading, isUsable: false };
    expect(await outcome()).to.equal('write_refused');
    expect(appended).to.equal(0);
  });
});
