import { describe, test } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../random/seeded-random';
import { exactBounds, trialsNeeded } from './exact-bounds';

describe('exact bounds', () => {
  for (const [failures, needed] of [
    [0, 2_995],
    [1, 4_742],
    [2, 6_294],
  ] as const) {
    test(`more than 99.9 % is shown by ${needed} requests of which ${failures} failed, and by no fewer`, () => {
      expect(trialsNeeded(failures, 0.999)).to.equal(needed);
      expect(exactBounds(needed - failures, needed).least).to.be.at.least(0.999);
      expect(exactBounds(needed - 1 - failures, needed - 1).least).to.be.below(0.999);
    });
  }

  test('95 % is shown by 59 without an exception', () => {
    expect(trialsNeeded(0, 0.95)).to.equal(59);
  });

  test('agree with the tables', () => {
    // Clopper and Pearson: 0 of 10, 5 of 10, 10 of 10.
    expect(exactBounds(0, 10).least).to.be.closeTo(0, 1e-9);
    expect(exactBounds(0, 10).most).to.be.closeTo(0.2589, 1e-4);
    expect(exactBounds(5, 10).least).to.be.closeTo(0.2224, 1e-4);
    expect(exactBounds(5, 10).most).to.be.closeTo(0.7776, 1e-4);
    expect(exactBounds(10, 10).least).to.be.closeTo(0.7411, 1e-4);
    expect(exactBounds(10, 10).most).to.be.closeTo(1, 1e-9);
    expect(exactBounds(0, 0)).to.deep.equal({ least: 0, most: 1 });
  });

  test('are wrong in no more than 5 of 100 samples, whatever the true share', () => {
    const random = seededRandom(7);
    for (const share of [0.5, 0.95, 0.999]) {
      let tooHigh = 0;
      let tooLow = 0;
      for (let sample = 0; sample < 400; sample += 1) {
        let successes = 0;
        for (let trial = 0; trial < 500; trial += 1) if (random() < share) successes += 1;
        const { least, most } = exactBounds(successes, 500);
        if (least > share) tooHigh += 1;
        if (most < share) tooLow += 1;
      }
      // 5 % of 400 is 20; three standard deviations above it lie at 33.
      expect(tooHigh, `of 400 at ${share}`).to.be.at.most(33);
      expect(tooLow, `of 400 at ${share}`).to.be.at.most(33);
    }
  });
});
