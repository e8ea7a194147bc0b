import { test } from 'node:test';
import { expect } from 'chai';
import { shareBound } from './share-bound';

test('a share is exceeded with 95 % confidence, or not', () => {
  expect(shareBound(170, 200)).to.be.above(0.8);
  expect(shareBound(169, 200)).to.be.below(0.8);
  expect(shareBound(0, 10)).to.equal(0);
  expect(shareBound(0, 0)).to.equal(0);
  expect(shareBound(10, 10)).to.be.within(0.78, 0.79);
  expect(shareBound(1_000_000, 1_000_000)).to.be.above(0.99999);
});
