import { test } from 'node:test';
import { expect } from 'chai';
import { roundStep } from './round-step';

test('a step is round, and no more of them are needed than may be', () => {
  expect(roundStep(240, 6)).to.equal(50);
  expect(roundStep(5_000, 75)).to.equal(100);
  expect(roundStep(1, 4)).to.equal(0.5);
  expect(roundStep(4, 4), 'just so many').to.equal(1);
  for (const highest of [0.3, 1, 7, 19, 20, 21, 999, 1_000, 123_456]) {
    const step = roundStep(highest, 5);
    expect(Math.ceil(highest / step), `${highest}`).to.be.within(2, 5);
    expect(Number(step.toExponential().split('e')[0])).to.be.oneOf([1, 2, 5]);
  }
});
