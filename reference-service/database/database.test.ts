import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { expect } from 'chai';
import { Pool } from 'pg';
import pino from 'pino';
import { UserError } from '../errors/user-error';
import { policyWith } from '../policy-overrides';
import { Conversations } from './conversations';
import { Database } from './database';

/** An error as PostgreSQL sends it. */
const sqlError = (code: string): Error => Object.assign(new Error('said by the server'), { code });

describe('a connection', () => {
  let database: Database;
  let failWith: (sql: string) => Error | undefined;
  let released: unknown[];
  let statements: string[];

  beforeEach(() => {
    failWith = () => undefined;
    released = [];
    statements = [];
    const client = {
      query: async (sql: string) => {
        statements.push(sql.trim().split(' ')[0] as string);
        const error = failWith(sql);
        if (error) throw error;
        return { rowCount: 1, rows: [{ position: 1 }] };
      },
      on: () => {},
      off: () => {},
      release: (destroy?: boolean) => released.push(destroy ?? false),
    };
    mock.method(Pool.prototype, 'connect', async () => client);
    const log = pino({ level: 'silent' });
    database = new Database('postgres://nowhere', policyWith(), log, () => {});
  });
  afterEach(async () => {
    mock.restoreAll();
    await database.close();
  });

  const write = (): Promise<unknown> =>
    new Conversations(database).begin('Ada', 'title').catch((error: UserError) => error.code);

  test('goes back to the pool after work that went well', async () => {
    expect(await write()).to.match(/^[0-9a-f-]{36}$/);
    expect(released).to.deep.equal([false]);
  });

  for (const code of ['23505', '22021', '57P01']) {
    test(`in a transaction that failed (${code}) is not handed to the next user`, async () => {
      failWith = (sql) => (sql.startsWith('INSERT') ? sqlError(code) : undefined);
      await write();
      expect(released).to.deep.equal([true]);
    });
  }

  test('goes back after a refusal that was rolled back', async () => {
    await database
      .run(async () => {
        throw new UserError('not_found');
      })
      .catch(() => {});
    expect(released).to.deep.equal([false]);
  });

  test('tells the breaker what the server is to blame for, and nothing else', async () => {
    const failures = async (code: string): Promise<number | undefined> => {
      failWith = (sql) => (sql.startsWith('INSERT') ? sqlError(code) : undefined);
      await write();
      return database.breaker.reading().consecutiveFailures;
    };
    expect(await failures('23505'), 'a constraint').to.equal(0);
    expect(await failures('57P01'), 'an administrator').to.equal(1);
    expect(await failures('22021'), 'a character').to.equal(1);
    expect(await failures('ECONNRESET'), 'the network').to.equal(2);
  });

  test('is not asked for while the breaker is open: refused, not unknown', async () => {
    failWith = () => sqlError('57P01');
    for (let time = 0; time < 5; time += 1) await write();
    const before = statements.length;
    expect(await write()).to.equal('write_refused');
    expect(statements.length).to.equal(before);
  });
});
