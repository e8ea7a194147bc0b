import { test } from 'node:test';
import { expect } from 'chai';
import { distributionOf } from './percentiles';

test('percentiles are values that were seen, by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(distributionOf(hundred)).to.deep.equal({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 });
  expect(distributionOf([3, 20, 100])).to.deep.equal({ count: 3, p50: 20, p95: 100, p99: 100, max: 100 });
  expect(distributionOf([7])).to.deep.equal({ count: 1, p50: 7, p95: 7, p99: 7, max: 7 });
  expect(hundred[0], 'what was given is left in its order').to.equal(100);
  expect(() => distributionOf([])).to.throw('needs at least one value; got none');
});
