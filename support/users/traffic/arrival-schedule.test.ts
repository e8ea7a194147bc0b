import { describe, test } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../../random/seeded-random';
import { poissonArrivals, steadyArrivals } from './arrival-schedule';

describe('steady arrivals', () => {
  test('are evenly spaced from the beginning on, and none is at the end', () => {
    expect(steadyArrivals({ perSecond: 40, forMs: 100 })).to.deep.equal([0, 25, 50, 75]);
    expect(steadyArrivals({ perSecond: 40, forMs: 100.001 })).to.have.length(5);
    expect(steadyArrivals({ perSecond: 0.5, forMs: 2_000 })).to.deep.equal([0]);
    expect(steadyArrivals({ perSecond: 40, forMs: 0 })).to.deep.equal([]);
  });

  test('keep their rate for as long as one likes', () => {
    for (const perSecond of [3, 7, 30, 49.9]) {
      const offsetsMs = steadyArrivals({ perSecond, forMs: 3_600_000 });
      expect(offsetsMs).to.have.length(Math.round(perSecond * 3_600));
      expect(offsetsMs.at(-1)).to.be.closeTo(3_600_000 - 1_000 / perSecond, 1e-3);
    }
  });
});

describe('Poisson arrivals', () => {
  const forMs = 1_000_000;
  const offsetsMs = poissonArrivals({ perSecond: 40, forMs, random: seededRandom(7) });
  const gapsMs = offsetsMs.map((each, index) => each - (offsetsMs[index - 1] ?? 0));

  test('ascend within the time and have the rate on average', () => {
    expect(Math.min(...gapsMs)).to.be.at.least(0);
    expect(offsetsMs.at(-1)).to.be.below(forMs);
    expect(offsetsMs.length, 'within four standard deviations').to.be.within(40_000 - 800, 40_000 + 800);
  });

  test('have gaps that know nothing of each other: a share of 1/e is longer than the average', () => {
    const longer = gapsMs.filter((each) => each > 25).length / gapsMs.length;
    expect(longer).to.be.closeTo(1 / Math.E, 0.01);
  });

  test('spread in windows as their number says', () => {
    const counts = Array.from({ length: forMs / 1_000 }, () => 0);
    for (const each of offsetsMs)
      counts[Math.floor(each / 1_000)] = (counts[Math.floor(each / 1_000)] ?? 0) + 1;
    const variance = counts.reduce((sum, each) => sum + (each - 40) ** 2, 0) / counts.length;
    expect(variance, 'the variance is the mean').to.be.within(33, 47);
  });

  test('are repeated by their seed', () => {
    const drawn = (seed: number): number[] =>
      poissonArrivals({ perSecond: 40, forMs: 1_000, random: seededRandom(seed) });
    expect(drawn(1)).to.deep.equal(drawn(1)).and.not.to.deep.equal(drawn(2));
  });
});

test('arrivals that make no sense are refused', () => {
  for (const perSecond of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => steadyArrivals({ perSecond, forMs: 1 })).to.throw(RangeError, `got ${perSecond}`);
  for (const forMs of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => poissonArrivals({ perSecond: 1, forMs, random: () => 0.5 })).to.throw(
      RangeError,
      `got ${forMs}`,
    );
});
