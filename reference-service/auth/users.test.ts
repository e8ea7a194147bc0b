import { test } from 'node:test';
import { expect } from 'chai';
import { Users } from './users';

test('a user is whoever holds the token, however the scheme is written', () => {
  const users = new Users([{ name: 'Ada', plan: 'paying', token: 'secret' }]);
  expect(users.withAuthorization('Bearer secret')).to.deep.equal({ name: 'Ada', plan: 'paying' });
  expect(users.withAuthorization('bearer secret')?.name).to.equal('Ada');
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
