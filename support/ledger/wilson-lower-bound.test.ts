import { test } from 'node:test';
import { expect } from 'chai';
import { wilsonLowerBound } from './wilson-lower-bound';

test('a share is exceeded with 95 % confidence, or not', () => {
  expect(wilsonLowerBound(170, 200)).to.be.above(0.8);
  expect(wilsonLowerBound(169, 200)).to.be.below(0.8);
  expect(wilsonLowerBound(0, 10)).to.equal(0);
  expect(wilsonLowerBound(0, 0)).to.equal(0);
  expect(wilsonLowerBound(10, 10)).to.be.within(0.78, 0.79);
  expect(wilsonLowerBound(1_000_000, 1_000_000)).to.be.above(0.99999);
});
