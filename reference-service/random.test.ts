import { describe, test } from 'node:test';
import { expect } from 'chai';
import { randomFrom } from './random';

const drawn = (seed: number, count = 5): number[] => Array.from({ length: count }, randomFrom(seed));

describe('random numbers', () => {
  for (const [seed, other] of [
    [1, 2],
    [0, 1],
    [-1, 1],
    [2 ** 31 - 1, 2 ** 31],
  ] as const) {
    test(`are the same for the same seed and others for another: ${seed} and ${other}`, () => {
      expect(drawn(seed)).to.deep.equal(drawn(seed));
      expect(drawn(seed)).to.not.have.any.members(drawn(other));
    });
  }

  test('are those that they have always been, so that a seed in a report can be run again', () => {
    expect(drawn(42, 3)).to.deep.equal([0.6011037519201636, 0.44829055899754167, 0.8524657934904099]);
  });

  test('lie from 0 up to 1, as many in each tenth', () => {
    const numbers = drawn(7, 10_000);
    expect(numbers.filter((number) => !(number >= 0 && number < 1))).to.be.empty;
    for (let tenth = 0; tenth < 10; tenth += 1)
      expect(
        numbers.filter((number) => Math.floor(number * 10) === tenth).length,
        `tenth ${tenth}`,
      ).to.be.within(900, 1_100);
  });

  test('cannot be foretold without a seed', () => {
    expect(randomFrom(undefined)).to.equal(Math.random);
  });
});
