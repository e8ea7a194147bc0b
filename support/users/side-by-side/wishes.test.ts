import { test } from 'node:test';
import { expect } from 'chai';
import { mix, wishesFor } from './wishes';

const demand = { count: 10_000, perSecond: 100, conversations: 16, seed: 3 };

test('wishes are repeated by their seed, come as often as they are to, and are mixed as they are to be', () => {
  const wishes = wishesFor(demand);
  expect(wishes).to.deep.equal(wishesFor(demand));
  expect(wishes).to.not.deep.equal(wishesFor({ ...demand, seed: 4 }));
  expect(wishes).to.have.length(10_000);
  expect(wishes.at(-1)?.atMs).to.be.closeTo(100_000, 5_000);
  for (const [operation, percent] of Object.entries(mix)) {
    const count = wishes.filter((each) => each.operation === operation).length;
    expect(count / 100, operation).to.be.closeTo(percent, 2);
  }
  expect(Object.values(mix).reduce((sum, each) => sum + each, 0)).to.equal(100);
  expect(new Set(wishes.map(({ conversation }) => conversation)).size).to.equal(16);
});
