import { test } from 'node:test';
import { expect } from 'chai';
import { Bulkhead } from './bulkhead';

test('a bulkhead gives out as many places as it has and takes them back once', async () => {
  const bulkhead = new Bulkhead(2);
  const taken = Array.from({ length: 50 }, () => bulkhead.take());
  expect(taken.filter(Boolean)).to.have.length(2);
  expect(bulkhead.free()).to.equal(0);
  taken[0]?.();
  taken[0]?.();
  await new Promise(setImmediate);
  expect(bulkhead.free()).to.equal(1);
  expect(bulkhead.take()).to.be.a('function');
  expect(bulkhead.take()).to.equal(undefined);
});
