import { describe, test } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../../random/seeded-random';
import type { FaultPhases, RecordedRequest } from './fault-record';
import { type GoodputFinding, goodput } from './goodput';
import { type GoodputDemand, goodputDemand } from './goodput-demand';

// On a clock like the real one, so that rounding is as real.
const originMs = 1_700_000_000_000.25;
const phases: FaultPhases = {
  beganAtMs: originMs,
  faultAtMs: originMs + 5_000,
  healedAtMs: originMs + 7_000,
  endedAtMs: originMs + 16_000,
};

/** What becomes of a question asked so many milliseconds after the beginning: good after so many, or not at all. */
type Fate = (askedMs: number, index: number) => number | 'bad';

/** Questions at 40 a second, beyond the end of the record unless told otherwise. */
function history(fate: Fate, untilMs = 17_000): RecordedRequest[] {
  return Array.from({ length: untilMs / 25 }, (_, index) => {
    const askedMs = 25 * index;
    const answered = fate(askedMs, index);
    return {
      askedAtMs: originMs + askedMs,
      endedAtMs: originMs + askedMs + (answered === 'bad' ? 50 : answered),
      isGood: answered !== 'bad',
    };
  });
}

const isIn = (ms: number, fromMs: number, toMs: number): boolean => ms >= fromMs && ms < toMs;
const badIn =
  (fromMs: number, toMs: number): Fate =>
  (askedMs) =>
    isIn(askedMs, fromMs, toMs) ? 'bad' : 50;
/** Bad if any of them says so. */
const allOf =
  (...fates: Fate[]): Fate =>
  (askedMs, index) =>
    fates.some((fate) => fate(askedMs, index) === 'bad') ? 'bad' : 50;
const outage = badIn(5_000, 7_000);

function judge(
  requests: readonly RecordedRequest[],
  demand: Partial<GoodputDemand> = {},
  otherPhases: Partial<FaultPhases> = {},
): GoodputFinding {
  const record = { requests, phases: { ...phases, ...otherPhases } };
  return goodput(record, goodputDemand({ withinMs: 5_000, ...demand }));
}

const after = (ms: number): Partial<FaultPhases> => ({ endedAtMs: phases.healedAtMs + ms });

describe('goodput that returns', () => {
  test('at once', () => {
    const { verdict, figures, because } = judge(history(outage));
    expect(verdict, because).to.equal('passed');
    expect(because).to.equal('');
    expect(figures).to.deep.equal({
      beforePerSecond: 40,
      lowestInFaultPerSecond: 0,
      recoveredAfterMs: 0,
      lowestAfterPerSecond: 38,
    });
  });

  test('little by little', () => {
    // From the end of the fault on the share of good answers grows evenly from none to all over 3 s.
    const gradual: Fate = (askedMs, index) => {
      const share = Math.min(1, Math.max(0, (askedMs - 7_000) / 3_000));
      const isGood = Math.floor((index + 1) * share) > Math.floor(index * share);
      return askedMs < 5_000 || share === 1 || (askedMs >= 7_000 && isGood) ? 50 : 'bad';
    };
    const { verdict, figures } = judge(history(gradual));
    expect(verdict).to.equal('passed');
    expect(figures.recoveredAfterMs).to.be.within(2_000, 3_000);
    expect(figures.lowestAfterPerSecond).to.be.at.least(38);
  });

  test('with a backlog served above the normal rate', () => {
    // What was asked during the fault is answered within half a second after it, evenly.
    const backlog: Fate = (askedMs) =>
      isIn(askedMs, 5_000, 7_000) ? 7_000 - askedMs + (askedMs - 5_000) / 4 : 50;
    const { verdict, figures } = judge(history(backlog));
    expect(verdict).to.equal('passed');
    expect(figures).to.deep.include({ recoveredAfterMs: 0, lowestAfterPerSecond: 40 });
  });

  test('exactly at the limit, and not a step later', () => {
    const late = judge(history(badIn(5_000, 12_000)));
    expect(late.verdict, late.because).to.equal('passed');
    expect(late.figures.recoveredAfterMs).to.equal(5_000);
    const later = judge(history(badIn(5_000, 12_100)));
    expect(later.verdict).to.equal('failed');
    expect(later.figures).to.deep.include({ recoveredAfterMs: 5_100, lowestAfterPerSecond: 38 });
    expect(later.because).to.equal(
      'goodput must be back at 38 a second (95 % of 40) within 5000 ms after the fault and stay there; ' +
        'it was back for good only after 5100 ms',
    );
  });

  test('to exactly 95 %, and not to less', () => {
    const everyNthBad = (nth: number): Fate =>
      allOf(outage, (ms, index) => (ms >= 7_000 && index % nth === 0 ? 'bad' : 50));
    const enough = judge(history(everyNthBad(20)));
    expect(enough.verdict, enough.because).to.equal('passed');
    expect(enough.figures.lowestAfterPerSecond).to.equal(38);
    const { verdict, figures, because } = judge(history(everyNthBad(10)));
    expect(verdict, 'at 90 %').to.equal('failed');
    expect(figures).to.deep.equal({
      beforePerSecond: 40,
      lowestInFaultPerSecond: 0,
      lowestAfterPerSecond: 36,
    });
    expect(because).to.match(
      /no window held more than 36, and it was not back when the record ended after 9000 ms$/,
    );
    expect(judge(history(everyNthBad(10)), { enoughShare: 0.9 }).verdict).to.equal('passed');
  });

  test('whatever the order of the record, with questions that never ended', () => {
    const never = history(outage).map((each) =>
      each.isGood ? each : { ...each, endedAtMs: Number.POSITIVE_INFINITY },
    );
    expect(judge(never.toReversed())).to.deep.equal(judge(history(outage)));
  });

  test('although the last answers are still under way when the asking ends', () => {
    const slow: Fate = (askedMs) => (isIn(askedMs, 5_000, 7_000) ? 'bad' : 800);
    const { verdict, because } = judge(history(slow, 15_500), {}, { endedAtMs: originMs + 17_000 });
    expect(verdict, because).to.equal('passed');
  });
});

describe('with answers that take unequally long', () => {
  const verdicts = (fate: (random: () => number) => Fate, windowMs: number): Set<string> =>
    new Set(
      Array.from(
        { length: 100 },
        (_, seed) => judge(history(fate(seededRandom(seed))), { windowMs }).verdict,
      ),
    );
  const unequal =
    (fate: Fate) =>
    (random: () => number): Fate =>
    (askedMs, index) =>
      fate(askedMs, index) === 'bad' ? 'bad' : 20 + 60 * random();

  test('windows of 2 s cry no wolf, and those of 1 s do', () => {
    expect([...verdicts(unequal(outage), 2_000)]).to.deep.equal(['passed']);
    expect(verdicts(unequal(outage), 1_000)).to.include('failed');
  });

  test('nor do windows of 2 s let a loss of a tenth pass', () => {
    const tenth: Fate = (askedMs, index) => (askedMs >= 7_000 && index % 10 === 0 ? 'bad' : 50);
    expect([...verdicts(unequal(allOf(outage, tenth)), 2_000)]).to.deep.equal(['failed']);
  });
});

describe('goodput that does not stay', () => {
  test('never returns', () => {
    const { verdict, figures, because } = judge(history(badIn(5_000, 20_000)));
    expect(verdict).to.equal('failed');
    expect(figures).to.deep.equal({
      beforePerSecond: 40,
      lowestInFaultPerSecond: 0,
      lowestAfterPerSecond: 0,
    });
    expect(because).to.match(
      /no window held more than \d+(\.\d)?, and it was not back when the record ended/,
    );
  });

  test('returns and is gone again', () => {
    const { verdict, figures, because } = judge(history(allOf(outage, badIn(9_000, 20_000))));
    expect(verdict).to.equal('failed');
    expect(figures).not.to.have.property('recoveredAfterMs');
    expect(because).to.match(
      /it was back after 0 ms, fell to 0 and was not back when the record ended after 9000 ms$/,
    );
  });

  test('is gone once more just before the end of the record', () => {
    expect(judge(history(allOf(outage, badIn(15_850, 20_000)))).verdict).to.equal('failed');
    expect(judge(history(allOf(outage, badIn(15_900, 20_000)))).verdict, 'within the tolerance').to.equal(
      'passed',
    );
  });

  test('returns, is gone, and is back for good only after the limit', () => {
    const { verdict, figures, because } = judge(history(allOf(outage, badIn(9_000, 13_000))));
    expect(verdict).to.equal('failed');
    expect(figures).to.deep.include({ recoveredAfterMs: 6_000, lowestAfterPerSecond: 38 });
    expect(because).to.match(/back after 0 ms, fell to 0 and was back for good only after 6000 ms$/);
  });

  test('may come and go before the limit', () => {
    expect(judge(history(allOf(outage, badIn(8_000, 8_500), badIn(9_000, 10_000)))).verdict).to.equal(
      'passed',
    );
  });
});

describe('nothing is concluded', () => {
  const inconclusive = (finding: GoodputFinding, because: RegExp): void => {
    expect(finding.verdict, finding.because).to.equal('inconclusive');
    expect(finding.because).to.match(because);
  };

  test('from too few answers before the fault', () => {
    // Four seconds at 40 a second lie between the warm-up and the fault.
    expect(judge(history(outage), { fewestBefore: 160 }).verdict).to.equal('passed');
    inconclusive(
      judge(history(outage), { fewestBefore: 161 }),
      /at least 161 good .* there were 160: ask more/,
    );
    inconclusive(judge(history(outage), { warmUpMs: 6_000 }), /there were 0/);
    inconclusive(judge([]), /at least 100 good .* there were 0/);
  });

  test('from a fault that was not felt', () => {
    const half = allOf((ms, index) => (isIn(ms, 5_000, 7_000) && index % 2 === 0 ? 'bad' : 50));
    inconclusive(judge(history(half)), /fewer than 20 .* the lowest held 20: it was not felt/);
    expect(judge(history(allOf(half, badIn(5_500, 5_550)))).verdict, 'one answer less').to.equal('passed');
    inconclusive(judge(history(() => 50)), /the lowest held 40/);
    const brief = { healedAtMs: phases.faultAtMs + 999 };
    inconclusive(judge(history(badIn(5_000, 5_999)), {}, brief), /must last at least a window of 1000 ms/);
  });

  test('from a record that ends too early', () => {
    expect(judge(history(outage), {}, after(8_000)).verdict).to.equal('passed');
    inconclusive(
      judge(history(outage), {}, after(7_999)),
      /until 8000 ms after .* ends after 7999 ms: ask for longer/,
    );
    inconclusive(judge(history(outage, 15_000)), /ends after 7975 ms/);
    inconclusive(judge(history(badIn(5_000, 20_000)), {}, after(5_500)), /ends after 5500 ms/);
  });

  test('from lows that there were before the fault too', () => {
    const hiccup = badIn(3_000, 3_200);
    inconclusive(
      judge(history(allOf(outage, hiccup, badIn(13_000, 13_200)))),
      /^goodput must .*; but before the fault a window held no more than 32: use wider windows/,
    );
    expect(
      judge(history(allOf(outage, hiccup, badIn(13_000, 13_225)))).verdict,
      'lower than before',
    ).to.equal('failed');
  });
});

describe('a failure stands', () => {
  test('although the record ends early, once the limit is over', () => {
    expect(judge(history(badIn(5_000, 20_000)), {}, after(6_100)).verdict).to.equal('failed');
  });

  test('although the fault itself was not felt', () => {
    expect(judge(history(badIn(7_000, 20_000))).verdict).to.equal('failed');
  });
});

test('phases out of order are refused', () => {
  expect(() => judge([], {}, { healedAtMs: originMs })).to.throw(RangeError, /in this order; got/);
});
