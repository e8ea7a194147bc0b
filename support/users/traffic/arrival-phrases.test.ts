import { describe, test } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../../random/seeded-random';
import { arrivalsBy } from './arrival-phrases';

describe('arrivals by their phrase', () => {
  const random = seededRandom(1);

  test('come evenly', () => {
    expect(arrivalsBy('evenly, 4 a second', 6, random)).to.deep.equal([0, 250, 500, 750, 1_000, 1_250]);
  });

  test('come in bursts', () => {
    expect(arrivalsBy('in bursts of 2, one a second', 5, random)).to.deep.equal([0, 0, 1_000, 1_000, 2_000]);
  });

  test('come at random, as many as were asked for, at that rate on average', () => {
    const offsetsMs = arrivalsBy('at random, 100 a second on average', 1_000, random);
    expect(offsetsMs).to.have.length(1_000);
    expect(offsetsMs.at(-1)).to.be.within(9_000, 11_000);
  });
});
