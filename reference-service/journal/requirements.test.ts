import { describe, test } from 'node:test';
import { expect } from 'chai';
import { unmetRequirements } from './requirements';

const safe = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'volatile-ttl' };

describe('Redis as a journal', () => {
  for (const policy of ['volatile-ttl', 'volatile-lru', 'noeviction']) {
    test(`is trusted with ${policy}`, () => {
      expect(unmetRequirements({ ...safe, 'maxmemory-policy': policy })).to.deep.equal([]);
    });
  }

  for (const [setting, value] of [
    ['appendonly', 'no'],
    ['appendfsync', 'everysec'],
    ['maxmemory-policy', 'allkeys-lru'],
  ] as const) {
    test(`is not trusted with ${setting} ${value}, and says what must hold`, () => {
      expect(unmetRequirements({ ...safe, [setting]: value }).join()).to.match(
        new RegExp(`^${setting} must be .*; got ${value}$`),
      );
    });
  }

  test('is not trusted when it does not tell', () => {
    expect(unmetRequirements({})).to.have.length(3);
  });
});
