import { test } from 'node:test';
import { expect } from 'chai';
import { seedFrom } from './seed';

test('a seed is what the setting says, else any', () => {
  expect(seedFrom('42')).to.equal(42);
  expect(seedFrom('0')).to.equal(0);
  expect(new Set([seedFrom(undefined), seedFrom(''), seedFrom(undefined)]).size).to.equal(3);
});

for (const setting of ['x', '-1', '1.5', '2147483648', 'NaN'])
  test(`a seed is never "${setting}"`, () => {
    expect(() => seedFrom(setting)).to.throw(
      `SEED must be a whole number from 0 to 2147483647; got "${setting}"`,
    );
  });
