import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { ResumePolicy } from '../policy';
import { Pace } from './pace';

const policy: ResumePolicy = { firstPerSecond: 10, doublingMs: 500, mostPerSecond: 100 };
const beginMs = 5_000;

const paceOf = (overrides: Partial<ResumePolicy> = {}): Pace => {
  const pace = new Pace({ ...policy, ...overrides });
  pace.begin(beginMs);
  return pace;
};
/** The moments of so many calls, each made as soon as it is allowed, in milliseconds from the beginning. */
const moments = (pace: Pace, calls: number): number[] => {
  let now = beginMs;
  return Array.from({ length: calls }, () => {
    now += pace.nextInMs(now);
    pace.take(now);
    return now - beginMs;
  });
};

describe('the pace after a limit', () => {
  for (const [afterMs, perSecond] of [
    [0, 10],
    [500, 20],
    [1_000, 40],
    [1_500, 80],
    [1_660, 99.87],
    [1_662, 100],
    [100_000_000, 100],
  ] as const) {
    test(`doubles up to its top: ${perSecond} calls a second after ${afterMs} ms`, () => {
      expect(paceOf().perSecond(beginMs + afterMs)).to.be.closeTo(perSecond, 0.01);
    });
  }

  test('is at its top only when it is as fast as it will ever be', () => {
    expect([1_660, 1_662].map((afterMs) => paceOf().isAtTop(beginMs + afterMs))).to.deep.equal([false, true]);
  });

  test('does not grow before its beginning', () => {
    expect(paceOf().perSecond(beginMs - 1_000)).to.equal(10);
  });

  for (const [afterMs, perSecond] of [
    [0, 10],
    [500, 20],
    [838, 31.95],
    [840, 32.005],
    [1_839, 35.2],
    [2_839, 38.72],
    [100_000, 100],
  ] as const) {
    test(`refused at 40 a second, doubles up to 32 the next time and then grows by a tenth each second: ${perSecond} after ${afterMs} ms`, () => {
      const pace = paceOf();
      pace.refused(beginMs + 1_000);
      pace.begin(beginMs + 3_000);
      expect(pace.perSecond(beginMs + 3_000 + afterMs)).to.be.closeTo(perSecond, 0.02);
    });
  }

  test('never begins more slowly than it first did, however often it is refused', () => {
    const pace = paceOf();
    for (let time = 0; time < 20; time += 1) pace.refused(beginMs);
    expect(pace.perSecond(beginMs)).to.equal(10);
    expect(pace.perSecond(beginMs + 1_000)).to.be.closeTo(11, 0.001);
  });

  test('trusts less each time it is refused, and everything again once that is forgotten', () => {
    const pace = paceOf();
    const seen = [0, 1, 2].map(() => {
      pace.refused(beginMs + 1_000);
      return Math.round(pace.perSecond(beginMs + 1_000));
    });
    expect(seen).to.deep.equal([32, 27, 22]);
    pace.forget();
    expect(pace.perSecond(beginMs + 1_000)).to.equal(40);
  });

  test('lets the first call go at once and each other a gap after the one before', () => {
    const pace = paceOf({ doublingMs: 1_000_000_000 });
    expect(moments(pace, 4).map(Math.round)).to.deep.equal([0, 100, 200, 300]);
    expect(pace.nextInMs(beginMs + 399)).to.be.closeTo(1, 0.001);
    expect(pace.nextInMs(beginMs + 400.001)).to.equal(0);
  });

  for (const [lateMs, waits] of [
    [30, [70, 100]],
    [99, [1, 100]],
    [100, [0, 100]],
    [10_000, [0, 100]],
  ] as const) {
    test(`makes up for a late call by the next one, and by no other: ${lateMs} ms late`, () => {
      const pace = paceOf({ doublingMs: 1_000_000_000 });
      pace.take(beginMs);
      let now = beginMs + 100 + lateMs;
      const seen = waits.map(() => {
        pace.take(now);
        const waitMs = pace.nextInMs(now);
        now += waitMs;
        return Math.round(waitMs);
      });
      expect(seen).to.deep.equal(waits);
    });
  }

  const policies: Partial<ResumePolicy>[] = [
    {},
    { firstPerSecond: 1, doublingMs: 100, mostPerSecond: 1_000 },
    { firstPerSecond: 50, doublingMs: 2_000, mostPerSecond: 60 },
    { firstPerSecond: 100 },
    { firstPerSecond: 10, mostPerSecond: 5 },
  ];
  for (const overrides of policies) {
    test(`never takes less than the shortest time it states: ${JSON.stringify(overrides)}`, () => {
      const pace = paceOf(overrides);
      const shortest = Array.from({ length: 500 }, (_, calls) => pace.shortestMs(calls));
      expect(shortest[0]).to.equal(0);
      for (const [calls, realMs] of moments(pace, 500).entries())
        expect(shortest[calls], `${calls} calls before`).to.be.at.most(realMs + 1e-6);
    });
  }
});
