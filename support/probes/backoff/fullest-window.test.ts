import { test } from 'node:test';
import { expect } from 'chai';
import { fullestWindow } from './fullest-window';

test('the fullest window lies anywhere and is closed', () => {
  expect(fullestWindow([], 50)).to.equal(0);
  expect(fullestWindow([7], 50)).to.equal(1);
  expect(fullestWindow([3, 3, 3], 0)).to.equal(3);
  expect(fullestWindow([0, 50], 50), 'exactly a window apart').to.equal(2);
  expect(fullestWindow([0, 50.001], 50), 'a little more').to.equal(1);
  // A grid of 50 ms from 0 would see two and two.
  expect(fullestWindow([0, 45, 49, 51, 55, 120], 50)).to.equal(4);
  expect(fullestWindow([-30, -10, 15], 50), 'before the floor').to.equal(3);
});
