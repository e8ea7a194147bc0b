import { describe, test } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../../../random/seeded-random';
import { nominalMs } from '../backoff-setup';
import type { Noise } from './noise';
import { simulatedSample } from './simulated-sample';
import { trialSeries } from './trial-series';
import { waitRules } from './wait-rules';

const silent: Noise = { name: 'silent', meanMs: 0, crowdMs: 0 };

describe('a simulated sample', () => {
  test('without noise is what the rule says', () => {
    const { waits, arrivals } = simulatedSample(waitRules.none, silent, seededRandom(1), 2);
    expect(waits.map((column) => [...column])).to.deep.equal(
      [1, 2, 4, 4, 4].map((s) => [s * 1_000, s * 1_000]),
    );
    expect([...(arrivals[4] as Float64Array)]).to.deep.equal([15_000, 15_000]);
  });

  test('keeps full jitter within its range, and its floor apart', () => {
    const { waits, floors } = simulatedSample(
      waitRules['full jitter after Retry-After'],
      silent,
      seededRandom(2),
      500,
    );
    waits.forEach((column, index) => {
      expect(column[0]).to.be.at.least(0);
      expect(column[499]).to.be.at.most(nominalMs(index + 1) + 0.001);
    });
    expect(floors).to.deep.equal([500, 500, 500, 500, 500]);
  });

  test('lets nothing arrive while the machine stands still', () => {
    const stopping = { ...silent, stops: { everyMs: 100, longestMs: 400 } };
    const { arrivals } = simulatedSample(waitRules['full jitter'], stopping, seededRandom(3));
    const first = [...(arrivals[0] as Float64Array)];
    expect(new Set(first).size, 'many arrive at the end of a stop').to.be.below(first.length / 2);
  });

  test('is one of a series that its seed repeats', () => {
    const series = (seed: number): object => trialSeries('no growth', silent, 3, seed);
    expect(series(1)).to.deep.equal(series(1)).and.not.to.deep.equal(series(2));
    expect(trialSeries('none', silent, 3, 1)).to.include({ runs: 3, failedByAny: 3 });
    expect(trialSeries('none', silent, 3, 1).failed.get('spread')).to.equal(3);
  });
});

test('random numbers fill the range, and neighbouring seeds differ', () => {
  const random = seededRandom(1);
  const numbers = Array.from({ length: 10_000 }, random);
  expect(Math.min(...numbers)).to.be.within(0, 0.002);
  expect(Math.max(...numbers))
    .to.be.within(0.998, 1)
    .and.below(1);
  expect(numbers.filter((each) => each < 0.25).length).to.be.within(2_300, 2_700);
  const firsts = Array.from({ length: 100 }, (_, seed) => seededRandom(seed)());
  expect(new Set(firsts).size).to.equal(100);
});
