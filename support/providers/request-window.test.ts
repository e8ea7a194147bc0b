import { describe, test } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../random/seeded-random';
import { type RequestLimit, RequestWindow } from './request-window';

const limit = { requests: 3, perMs: 1_000 };

/** The window after requests at these times. */
function after(timesMs: readonly number[], of: RequestLimit = limit): RequestWindow {
  const window = new RequestWindow(of);
  for (const atMs of timesMs) window.take(atMs);
  return window;
}

const admissions = (window: RequestWindow, timesMs: readonly number[]) =>
  timesMs.map((atMs) => window.take(atMs).isAdmitted);

describe('a window over requests', () => {
  test('takes the third at once and not the fourth', () => {
    expect(admissions(new RequestWindow(limit), [0, 0, 0, 0])).to.deep.equal([true, true, true, false]);
  });

  test('has room again when the time of the first is over, and not before', () => {
    expect(after([0, 100, 200]).take(999.9).isAdmitted).to.equal(false);
    expect(after([0, 100, 200]).take(1_000).isAdmitted).to.equal(true);
    expect(admissions(after([0, 100, 200]), [1_000, 1_000, 1_100])).to.deep.equal([true, false, true]);
  });

  test('counts down what remains', () => {
    const window = new RequestWindow(limit);
    const remaining = [0, 1, 2, 3, 1_000].map((atMs) => window.take(atMs).remaining);
    expect(remaining).to.deep.equal([2, 1, 0, 0, 0]);
  });

  test('names the wait until the next is admitted, and until it is empty', () => {
    expect(after([0, 100]).take(150)).to.deep.equal({
      isAdmitted: true,
      limit: 3,
      remaining: 0,
      waitMs: 850,
      resetMs: 1_000,
    });
    expect(after([0, 100, 200]).take(500)).to.deep.include({ waitMs: 500, resetMs: 700 });
    expect(after([0]).take(500)).to.deep.include({ waitMs: 0, resetMs: 1_000 });
  });

  test('refused requests take no room, unless they count', () => {
    const storm = [0, 100, 200, 400, 600, 800];
    expect(after(storm).take(1_000).isAdmitted).to.equal(true);
    expect(after(storm, { ...limit, countsRefused: true }).take(1_000).isAdmitted).to.equal(false);
  });

  test('where they count, a storm keeps itself refused and the wait named is that of silence', () => {
    const counting = { ...limit, countsRefused: true };
    const window = after([0, 0, 0], counting);
    const storm = Array.from({ length: 50 }, (_, index) => 300 + index * 300);
    expect(new Set(admissions(window, storm))).to.deep.equal(new Set([false]));
    // Of those at 14,400, 14,700, 15,000 and 15,300 two must leave.
    expect(window.take(15_300)).to.deep.include({ isAdmitted: false, remaining: 0, waitMs: 400 });
    expect(window.look(15_699.9).isAdmitted).to.equal(false);
    expect(window.look(15_700).isAdmitted).to.equal(true);
  });

  test('whoever waits as long as it is told is admitted, and no sooner', () => {
    for (const countsRefused of [false, true]) {
      const window = after([0, 130, 490, 700], { ...limit, countsRefused });
      const { waitMs } = window.look(800);
      const free = 800 + waitMs;
      if (countsRefused) window.take(800);
      expect(window.look(free - 0.1).isAdmitted, `counting refused: ${countsRefused}`).to.equal(false);
      expect(window.look(free).isAdmitted, `counting refused: ${countsRefused}`).to.equal(true);
    }
  });

  test('looking takes nothing', () => {
    const window = after([0, 0]);
    expect([window.look(1), window.look(1)].map(({ remaining }) => remaining)).to.deep.equal([0, 0]);
    expect(admissions(window, [1, 1])).to.deep.equal([true, false]);
    window.look(2);
    expect(window.take(1_000).isAdmitted).to.equal(true);
  });

  test('never admits more than the limit in any stretch of its time', () => {
    const random = seededRandom(7);
    let nowMs = 1_760_000_000_000;
    const window = new RequestWindow(limit);
    const admitted: number[] = [];
    for (let count = 0; count < 3_000; count++) {
      nowMs += random() ** 3 * 800;
      if (window.take(nowMs).isAdmitted) admitted.push(nowMs);
    }
    const stretches = admitted.slice(3).map((atMs, index) => atMs - (admitted[index] as number));
    expect(Math.min(...stretches))
      .to.be.at.least(1_000)
      .and.below(1_001);
  });

  test('a limit of nothing, of parts, or in no time is none', () => {
    for (const none of [0, -1, 1.5, Number.NaN].map((requests) => ({ requests, perMs: 1_000 }))) {
      expect(() => new RequestWindow(none)).to.throw('whole number of requests above 0');
    }
    for (const perMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => new RequestWindow({ requests: 1, perMs })).to.throw(`got 1 in ${perMs} ms`);
    }
  });
});
