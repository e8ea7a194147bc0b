import { describe, test } from 'node:test';
import { expect } from 'chai';
import { kolmogorovSmirnov } from './kolmogorov-smirnov';

describe("Kolmogorov-Smirnov's D", () => {
  test('has the values known from hand', () => {
    expect(kolmogorovSmirnov([0.5])).to.equal(0.5);
    expect(kolmogorovSmirnov([0, 0, 0])).to.equal(1);
    expect(kolmogorovSmirnov([1])).to.equal(1);
    // The middles of n equal parts are as close to uniform as n values can be: 1 / 2n.
    expect(kolmogorovSmirnov([0.1, 0.3, 0.5, 0.7, 0.9])).to.be.closeTo(0.1, 1e-12);
    // Above the last value: 1 - 0.7.
    expect(kolmogorovSmirnov([0.1, 0.4, 0.7])).to.be.closeTo(0.3, 1e-12);
  });

  test('counts values outside of the range as what they are', () => {
    expect(kolmogorovSmirnov([-1, 2])).to.equal(0.5);
    expect(kolmogorovSmirnov([5, 6, 7])).to.equal(1);
  });

  test('takes the range from its scale', () => {
    expect(kolmogorovSmirnov([500, 1_500, 2_500, 3_500], 4_000)).to.be.closeTo(0.125, 1e-12);
  });

  test('is no number without values', () => {
    expect(kolmogorovSmirnov([])).to.be.NaN;
  });
});
