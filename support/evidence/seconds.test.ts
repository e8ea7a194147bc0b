import { test } from 'node:test';
import { expect } from 'chai';
import { seconds } from './seconds';

test('a length of time is no more exact than it needs to be', () => {
  expect([0, 5, 50, 250, 999].map(seconds)).to.deep.equal(['0 s', '0.01 s', '0.05 s', '0.25 s', '1 s']);
  expect([1_000, 2_130, 9_960, 42_400, 119_000].map(seconds)).to.deep.equal([
    '1 s',
    '2.1 s',
    '10 s',
    '42 s',
    '119 s',
  ]);
  expect([119_700, 120_000, 260_200, 3_600_000].map(seconds)).to.deep.equal([
    '2 min',
    '2 min',
    '4 min 20 s',
    '60 min',
  ]);
});
