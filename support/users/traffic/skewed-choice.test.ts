import { test } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../../random/seeded-random';
import { skewedChoice } from './skewed-choice';

test('chooses the n-th as often as 1 / n says, and every one of them', () => {
  const draws = 100_000;
  const counts = Array.from({ length: 10 }, () => 0);
  const choose = skewedChoice(10, seededRandom(5));
  for (let draw = 0; draw < draws; draw += 1) {
    const chosen = choose();
    counts[chosen] = (counts[chosen] ?? 0) + 1;
  }
  const sum = counts.reduce((all, _, index) => all + 1 / (index + 1), 0);
  for (const [index, count] of counts.entries())
    expect(count / draws, `place ${index + 1}`).to.be.closeTo(1 / (index + 1) / sum, 0.01);
  expect(skewedChoice(1, Math.random)()).to.equal(0);
});

test('is repeated by its seed, and needs something to choose from', () => {
  const drawn = (seed: number): number[] => Array.from({ length: 20 }, skewedChoice(50, seededRandom(seed)));
  expect(drawn(1)).to.deep.equal(drawn(1)).and.not.to.deep.equal(drawn(2));
  for (const count of [0, -1, 1.5, Number.NaN])
    expect(() => skewedChoice(count, Math.random)).to.throw(RangeError, `got ${count}`);
});
