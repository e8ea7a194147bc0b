import { test } from 'node:test';
import { expect } from 'chai';
import { authorizationIn } from './bearer-protocol';

test('a token may come as a subprotocol, since browsers can set no headers', () => {
  const token = 'a token/with+everything=';
  const bearer = `bearer.${Buffer.from(token).toString('base64url')}`;
  expect(authorizationIn(`live.v1, ${bearer}`)).to.equal(`Bearer ${token}`);
  expect(authorizationIn(bearer)).to.equal(`Bearer ${token}`);
  for (const none of [undefined, '', 'live.v1', 'bearer']) expect(authorizationIn(none)).to.equal(undefined);
});
