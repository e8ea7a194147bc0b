import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { nowMs } from '../clock';
import { FakeClock } from '../fixtures/fake-clock';
import { policyWith } from '../policy-overrides';
import { type Random, randomFrom } from '../random';
import { RateLimit } from './rate-limit';

const policy = policyWith({
  retry: { baseMs: 100, capMs: 350 },
  rateLimit: {
    defaultMs: 1_000,
    maxMs: 10_000,
    resume: { firstPerSecond: 10, doublingMs: 500, mostPerSecond: 40 },
  },
});

let clock: FakeClock;
let changes: string[];
const limitWith = (random: Random = () => 0): RateLimit => {
  changes = [];
  const limit: RateLimit = new RateLimit(policy, () => changes.push(limit.reading().state), random);
  return limit;
};
const refused = (limit: RateLimit, floorMs?: number): RateLimit => {
  limit.refused(floorMs, nowMs());
  return limit;
};
const state = (limit: RateLimit): string => limit.reading().state;
const lastsMs = (limit: RateLimit): number => limit.untilMs - nowMs();
/** Until it resumes, and not longer. */
const passed = (limit: RateLimit): RateLimit => {
  clock.pass(Math.ceil(lastsMs(limit)));
  return limit;
};

/** The time between two calls when it has resumed for so long. */
const gapMs = (limit: RateLimit, resumedForMs: number): number => {
  clock.pass(resumedForMs);
  limit.take(true); // Makes up for what was missed.
  limit.take(true);
  return Math.round(limit.turnInMs());
};

beforeEach(() => {
  clock = new FakeClock();
});
afterEach(() => clock[Symbol.dispose]());

describe('a rate limit', () => {
  test('is free until the provider refuses', () => {
    const limit = limitWith();
    for (let call = 0; call < 100; call += 1) limit.take(false);
    limit.answered(nowMs());
    expect(limit.reading()).to.deep.equal({ state: 'free' });
    expect([limit.isFree, limit.turnInMs(), limit.turnInMs(50), limit.untilMs]).to.deep.equal([
      true,
      0,
      0,
      0,
    ]);
    expect(changes).to.be.empty;
  });

  test('lasts as long as the provider said, then resumes', () => {
    const limit = refused(limitWith(), 500);
    expect(limit.reading()).to.deep.equal({ state: 'limited', untilMs: nowMs() + 500 });
    clock.pass(499);
    expect([state(limit), limit.turnInMs(), limit.isFree]).to.deep.equal(['limited', 1, false]);
    clock.pass(1);
    expect(limit.reading()).to.deep.equal({ state: 'resuming' });
    expect([limit.turnInMs(), limit.untilMs, limit.isFree]).to.deep.equal([0, 0, false]);
    expect(changes).to.deep.equal(['limited', 'resuming']);
  });

  test('lets calls be made one by one while it resumes', () => {
    const limit = passed(refused(limitWith(), 500));
    limit.take(false);
    expect(limit.turnInMs()).to.equal(100);
    clock.pass(99);
    expect(limit.turnInMs()).to.equal(1);
    clock.pass(1);
    expect(limit.turnInMs()).to.equal(0);
  });

  test('is over at the top of the pace, once nobody waits', () => {
    const limit = passed(refused(limitWith(), 500));
    clock.pass(999);
    limit.take(false);
    expect(state(limit), 'just below the top').to.equal('resuming');
    clock.pass(1);
    limit.take(true);
    expect(state(limit), 'others wait').to.equal('resuming');
    limit.take(false);
    expect(limit.reading()).to.deep.equal({ state: 'free' });
    expect(changes).to.deep.equal(['limited', 'resuming', 'free']);
  });

  for (const [drawn, jitterMs] of [
    [0, 0],
    [0.5, 50],
    [0.999, 99.9],
  ] as const) {
    test(`never undercuts what the provider asked for; jitter comes on top: ${drawn} of it`, () => {
      const limit = refused(
        limitWith(() => drawn),
        500,
      );
      expect(lastsMs(limit)).to.be.closeTo(500 + jitterMs, 1e-6);
      clock.pass(Math.ceil(500 + jitterMs) - 1);
      expect(state(limit)).to.equal('limited');
      clock.pass(1);
      expect(state(limit)).to.equal('resuming');
    });
  }

  test('has more jitter with each refusal in a row, up to the cap; an answer begins anew', () => {
    const limit = limitWith(() => 0.999);
    const jitterMs = (): number => {
      const jitter = Math.round(lastsMs(refused(limit, 500)) - 500);
      passed(limit);
      return jitter;
    };
    expect([1, 2, 3, 4].map(jitterMs)).to.deep.equal([100, 200, 350, 350]);
    limit.answered(nowMs());
    expect([1, 2].map(jitterMs)).to.deep.equal([100, 200]);
  });

  test('takes refusals while it lasts for one: they neither draw nor count', () => {
    let draws = 0;
    const limit = limitWith(() => {
      draws += 1;
      return 0.999;
    });
    for (let call = 0; call < 10; call += 1) refused(limit, 500);
    expect(draws).to.equal(1);
    expect(Math.round(lastsMs(refused(passed(limit), 500)))).to.equal(700);
  });

  for (const [first, second, expected] of [
    [500, 800, 800],
    [800, 500, 800],
    [500, 400, 500],
  ] as const) {
    test(`lasts as long as the longest of several refusals asks: ${first}, then ${second} ms`, () => {
      const limit = refused(refused(limitWith(), first), second);
      expect(lastsMs(limit)).to.equal(expected);
      expect(changes).to.have.length(second > first ? 2 : 1);
      clock.pass(expected - 1);
      expect(state(limit)).to.equal('limited');
      clock.pass(1);
      expect(state(limit)).to.equal('resuming');
    });
  }

  test('counts from each refusal, not from the first', () => {
    const limit = refused(limitWith(), 500);
    clock.pass(400);
    expect(lastsMs(refused(limit, 500))).to.equal(500);
  });

  for (const [floorMs, expected] of [
    [undefined, 1_000],
    [0, 0],
    [1, 1],
    [9_999, 9_999],
    [10_000, 10_000],
    [10_001, 10_000],
    [86_400_000, 10_000],
  ] as const) {
    test(`asked to wait ${floorMs} ms, waits ${expected}`, () => {
      expect(lastsMs(refused(limitWith(), floorMs))).to.equal(expected);
    });
  }

  test('draws its jitter after the maximum, so that not everybody comes back at that moment', () => {
    const limit = limitWith(() => 0.999);
    expect(Math.round(lastsMs(refused(limit, 86_400_000)))).to.equal(10_100);
  });

  for (const [calledMs, hasAnswered, expected] of [
    [-1, true, 50],
    [0, true, 95],
    [1, true, 95],
    [1, false, 50],
  ] as const) {
    const call = `a call made ${calledMs} ms after the last limit, ${hasAnswered ? 'some' : 'none'} answered`;
    test(`resumes every ${expected} ms after the refusal of ${call}`, () => {
      const limit = passed(refused(limitWith(), 500));
      const resumedAtMs = nowMs();
      clock.pass(5);
      if (hasAnswered) limit.answered(nowMs());
      limit.refused(500, resumedAtMs + calledMs);
      expect(state(limit), 'it is obeyed in any case').to.equal('limited');
      expect(gapMs(passed(limit), 500)).to.equal(expected);
    });
  }

  test('asks anew, each time it resumes, whether something was answered before the refusal', () => {
    const limit = passed(refused(limitWith(), 500));
    limit.answered(nowMs());
    clock.pass(500);
    for (const _ of ['too fast', 'not over yet']) passed(refused(limit, 500));
    expect(gapMs(limit, 500), 'a little more than 0.8 times 20 calls a second').to.equal(62);
  });

  test('is as good as new once it is over', () => {
    const limit = passed(refused(limitWith(), 500));
    limit.answered(nowMs());
    passed(refused(limit, 500));
    clock.pass(40_000);
    limit.take(false);
    expect(state(limit)).to.equal('free');
    expect(gapMs(passed(refused(limit, 500)), 500)).to.equal(50);
  });

  test('that a good answer announces is obeyed as any other, with jitter', () => {
    const limit = limitWith(() => 0.999);
    limit.announced(500);
    expect([state(limit), Math.round(lastsMs(limit))]).to.deep.equal(['limited', 600]);
    limit.announced(20_000);
    expect(Math.round(lastsMs(limit)), 'no more than the most').to.equal(10_100);
    limit.announced(100);
    expect(Math.round(lastsMs(limit)), 'the longest counts').to.equal(10_100);
    expect(changes).to.deep.equal(['limited', 'limited']);
  });

  test('that is announced is no refusal: the next jitter is as small, the pace no slower', () => {
    const limit = limitWith(() => 0.999);
    limit.announced(500);
    limit.announced(500);
    passed(limit).announced(500);
    expect(gapMs(passed(limit), 500)).to.equal(50);
    expect(Math.round(lastsMs(refused(limit, 500)))).to.equal(600);
  });

  test('tells whether more than a time is left of it, jitter included', () => {
    const limit = limitWith(() => 0.5);
    expect(limit.lastsLongerThan(0), 'free').to.equal(false);
    refused(limit, 500);
    clock.pass(400);
    expect([149, 150].map((ms) => limit.lastsLongerThan(ms))).to.deep.equal([true, false]);
    refused(limit, 500);
    expect(
      [549, 550].map((ms) => limit.lastsLongerThan(ms)),
      'prolonged',
    ).to.deep.equal([true, false]);
    expect(passed(limit).lastsLongerThan(0), 'over').to.equal(false);
  });

  test('lets one call through, not all, when its end comes before its timer', () => {
    const limit = limitWith(() => 0.005);
    const seen: number[] = [];
    // Due at the same moment as the timer of the limit, and set before it.
    setTimeout(() => {
      seen.push(limit.turnInMs());
      limit.take(true);
      seen.push(limit.turnInMs());
    }, 501);
    refused(limit, 500);
    clock.pass(501);
    expect(seen).to.deep.equal([0, 100]);
    expect(limit.turnInMs(), 'after the timer').to.equal(100);
    expect(changes).to.deep.equal(['limited', 'resuming']);
  });

  for (const [name, sinceMs, fromMs] of [
    ['while it lasts', 100, 0],
    ['at its end', 500, 0],
    ['while it resumes', 500, 700],
    ['at the top of the pace', 500, 2_000],
  ] as const) {
    test(`never says that a turn comes later than it does: ${name}`, () => {
      for (let seed = 1; seed <= 10; seed += 1) {
        const random = randomFrom(seed);
        const limit = refused(limitWith(random), 500);
        clock.pass(sinceMs);
        for (let ms = 0; ms < fromMs; ms += 1) {
          clock.pass(1);
          if (limit.turnInMs() === 0 && random() < 0.05) limit.take(true);
        }
        const told = Array.from({ length: 60 }, (_, index) => limit.turnInMs(index + 1));
        const askedAtMs = nowMs();
        for (const [index, toldMs] of told.entries()) {
          while (limit.turnInMs() > 0) clock.pass(1);
          limit.take(true);
          expect(toldMs, `seed ${seed}, place ${index + 1}`).to.be.at.most(nowMs() - askedAtMs);
        }
        limit.stop();
      }
    });
  }

  test('leaves no timer when it is stopped', () => {
    const limit = refused(limitWith(), 500);
    limit.stop();
    clock.pass(1_000);
    expect(changes).to.deep.equal(['limited']);
  });
});
