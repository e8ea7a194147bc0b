import { describe, test } from 'node:test';
import { expect } from 'chai';
import { permissions } from './user';
import { Users } from './users';

const ada = { name: 'Ada', plan: 'paying', token: 'secret' } as const;

describe('users', () => {
  test('are whoever holds the token, however the scheme is written', () => {
    const users = new Users([ada]);
    const may = new Set(permissions);
    expect(users.withAuthorization('Bearer secret')).to.deep.equal({ name: 'Ada', plan: 'paying', may });
    expect(users.withAuthorization('bearer secret')).to.deep.include({ name: 'Ada' });
    for (const none of [
      undefined,
      '',
      'secret',
      'Bearer',
      'Bearer ',
      'Bearer Secret',
      'Basic secret',
      'Bearer secret x',
    ])
      expect(users.withAuthorization(none), String(none)).to.equal(undefined);
  });

  test('may do what is said, and nothing where nothing is', () => {
    const users = new Users([
      { ...ada, may: ['read'] },
      { ...ada, name: 'Ben', token: 'other', may: [] },
    ]);
    expect(users.withAuthorization('Bearer secret')).to.deep.include({ may: new Set(['read']) });
    expect(users.withAuthorization('Bearer other')).to.deep.include({ may: new Set() });
  });

  test('are told apart from those whose token has expired', () => {
    const at = (ms: number): string => new Date(Date.now() + ms).toISOString();
    const users = new Users([
      { ...ada, expiresAt: at(-1) },
      { ...ada, token: 'other', expiresAt: at(60_000) },
    ]);
    expect(users.withAuthorization('Bearer secret')).to.equal('expired');
    expect(users.withAuthorization('Bearer other')).to.deep.include({ name: 'Ada' });
  });

  test('are no longer known once they are struck off', () => {
    const users = new Users([ada]);
    users.replace([{ ...ada, name: 'Ben', token: 'other' }]);
    expect(users.withAuthorization('Bearer secret')).to.equal(undefined);
    expect(users.withAuthorization('Bearer other')).to.deep.include({ name: 'Ben' });
  });
});
