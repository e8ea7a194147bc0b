import { describe, test } from 'node:test';
import { expect } from 'chai';
import { type Configuration, configurationsFrom, validated } from './configuration';

const provider = {
  name: 'primary',
  format: 'openai' as const,
  baseUrl: 'https://api.example.com/v1',
  apiKey: 'k',
  model: 'm',
};
const user = { name: 'Ada', plan: 'paying' as const, token: 'secret-token' };
const configuration = { providers: [provider], users: [user] };

describe('a configuration', () => {
  test('listens on this machine only unless told otherwise', () => {
    expect(validated(configuration)).to.deep.include({ host: '127.0.0.1', port: 8080 });
  });

  for (const [what, change, message] of [
    ['an unknown setting', { prot: 1 }, /No setting named "prot"; expected one of: port, host/],
    ['an impossible port', { port: 70_000 }, /port must be 0 to 65535; got 70000/],
    ['no provider', { providers: [] }, /at least one provider/],
    ['no user', { users: [] }, /at least one user/],
    ['providers of one name', { providers: [provider, provider] }, /differ in name; got primary, primary/],
    ['a provider without a key', { providers: [{ ...provider, apiKey: '' }] }, /"primary" needs "apiKey"/],
    ['an unknown format', { providers: [{ ...provider, format: 'x' }] }, /openai or anthropic; got "x"/],
    ['a base URL that is none', { providers: [{ ...provider, baseUrl: 'x' }] }, /baseUrl must be a URL/],
    ['a user without a name', { users: [{ ...user, name: '' }] }, /user number 1 needs a "name"/],
    ['a user without a plan', { users: [{ ...user, plan: 'x' }] }, /"Ada": plan must be paying or trial/],
    ['a user without a token', { users: [{ ...user, token: undefined }] }, /"Ada" needs a "token".*got none/],
    [
      'a token with a space',
      { users: [{ ...user, token: 'secret token' }] },
      /needs a "token" without spaces/,
    ],
    [
      'a permission that is none',
      { users: [{ ...user, may: ['fly'] }] },
      /"Ada": may must list some of ask,.*fly/,
    ],
    [
      'an end that is no time',
      { users: [{ ...user, expiresAt: 'soon' }] },
      /expiresAt must be a time.*"soon"/,
    ],
    ['users and a file of them', { usersFile: 'users.json' }, /either users or usersFile/],
    [
      'a file of users without a name',
      { users: undefined, usersFile: '' },
      /usersFile, which must name a file/,
    ],
    ['one token for two', { users: [user, { ...user, name: 'Ben' }] }, /users must differ in their tokens/],
  ] as [string, object, RegExp][]) {
    test(`is refused with ${what}, and no token is shown`, () => {
      const refuse = (): Configuration =>
        validated({ ...configuration, ...change } as Partial<Configuration>);
      expect(refuse).to.throw(message);
      expect(refuse).to.not.throw(/secret/);
    });
  }

  test('is refused when it is no object', () => {
    expect(() => validated(null as never)).to.throw(/must be an object; got null/);
  });

  test('comes from the environment, one or several', () => {
    const text = JSON.stringify(configuration);
    expect(configurationsFrom({ SERVICE_CONFIGURATION: text })).to.have.length(1);
    expect(configurationsFrom({ SERVICE_CONFIGURATION: `[${text},${text}]` })).to.have.length(2);
    expect(() => configurationsFrom({})).to.throw(/Set SERVICE_CONFIGURATION/);
    expect(() => configurationsFrom({ SERVICE_CONFIGURATION: '{' })).to.throw(/must be JSON/);
  });
});
