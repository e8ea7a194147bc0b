import { test } from 'node:test';
import { expect } from 'chai';
import { labelRows } from './label-rows';

test('labels take the first row that is free', () => {
  const reach = (from: number, to: number) => ({ from, to });
  expect(labelRows([], 3)).to.deep.equal([]);
  expect(labelRows([reach(0, 10), reach(10, 20)], 3), 'side by side').to.deep.equal([0, 0]);
  expect(labelRows([reach(0, 10), reach(9, 20), reach(9, 12), reach(12, 15)], 3)).to.deep.equal([0, 1, 2, 0]);
  expect(labelRows([reach(15, 20), reach(0, 16)], 3), 'in any order').to.deep.equal([1, 0]);
  expect(labelRows([reach(0, 30), reach(1, 20), reach(2, 40)], 2), 'too many').to.deep.equal([0, 1, 1]);
});
