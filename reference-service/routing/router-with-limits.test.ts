import { afterEach, beforeEach, describe, test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { expect } from 'chai';
import { nowMs } from '../clock';
import { FakeClock } from '../fixtures/fake-clock';
import type { Step } from '../fixtures/fake-provider';
import { answers, bench, fails, type RouterBench } from './fixtures/router-bench';

let clock: FakeClock;
let last: RouterBench | undefined;
const asking = (...given: Parameters<typeof bench>): RouterBench => {
  last = bench(...given);
  return last;
};
const limited = (forMs: number): Step[] => fails('rate_limited', forMs);
/** Lets time pass until the answer is there. @returns it, and after how many milliseconds at most. */
const seen = async (asked: Promise<string>): Promise<[string, number]> => {
  const askedAtMs = nowMs();
  let answer: string | undefined;
  void asked.then((text) => {
    answer = text;
  });
  for (await settled(); answer === undefined; await settled()) clock.pass(1);
  return [answer, nowMs() - askedAtMs];
};

beforeEach(() => {
  clock = new FakeClock();
});
afterEach(() => {
  // Whatever happened, nobody waits, each call has ended once, and each place has been given back.
  expect(last?.turns.isAnybodyWaiting).to.equal(false);
  expect(last?.ends.length).to.equal(last?.calls.reduce((sum, calls) => sum + calls, 0));
  for (const { limit } of last?.guarded ?? []) limit.stop();
  last?.turns.stop();
  expect(clock.pending, 'timers').to.equal(0);
  clock[Symbol.dispose]();
});

describe('a question that only rate limits hold up', () => {
  test('waits until the limit is over and is answered', async () => {
    const it = asking([[limited(500), answers]]);
    expect(await seen(it.ask())).to.deep.equal(['Hello from p1 by asked-model', 501]);
    expect(it.calls).to.deep.equal([2]);
    expect(it.left).to.deep.equal(['let on']);
    expect(it.ends.map(({ reason }) => reason)).to.deep.equal([
      { purpose: 'question' },
      { purpose: 'retry', after: 'rate_limited' },
    ]);
  });

  test('asked while the limit lasts waits without a call', async () => {
    const it = asking([[answers]]);
    it.guarded[0]?.limit.announced(500);
    expect(await seen(it.ask())).to.deep.equal(['Hello from p1 by asked-model', 501]);
    expect(it.calls).to.deep.equal([1]);
  });

  for (const [first, second, expected, calls] of [
    [500, 2_000, 'Hello from p1 by asked-model', [2, 1]],
    [2_000, 500, 'Hello from p2 by model-of-p2', [1, 2]],
  ] as const) {
    test(`is answered by whichever provider takes it first: limits of ${first} and ${second} ms`, async () => {
      const it = asking([
        [limited(first), answers],
        [limited(second), answers],
      ]);
      expect(await seen(it.ask())).to.deep.equal([expected, 501]);
      expect(it.calls).to.deep.equal(calls);
    });
  }

  test('does not wait where another provider answers', async () => {
    const it = asking([[limited(500)], [answers]]);
    expect(await seen(it.ask())).to.deep.equal(['Hello from p2 by model-of-p2', 0]);
    expect(it.left).to.be.empty;
  });

  for (const [deadlineInMs, expected] of [
    [500, ['assistant_rate_limited', 0]],
    [600, ['Hello from p1 by asked-model', 501]],
  ] as const) {
    test(`in a hurry is refused at once: ${deadlineInMs} ms for a limit of 500`, async () => {
      const it = asking([[limited(500), answers]]);
      expect(await seen(it.ask({ deadlineInMs }))).to.deep.equal(expected);
      expect(it.left).to.deep.equal([deadlineInMs === 500 ? 'too late' : 'let on']);
    });
  }

  test('is refused at once where there is no room to wait', async () => {
    const it = asking([[limited(500)]], { queue: { capacity: 0 } });
    expect(await seen(it.ask())).to.deep.equal(['assistant_queue_full', 0]);
  });

  for (const [attempts, provider, calls] of [
    [5, 1, [1]],
    [5, 2, [2]],
    [5, 3, [3]],
    [2, 3, [2]],
    [3, 2, [2, 1]],
    [9, 2, [2, 2]],
  ] as const) {
    const allowed = `${attempts} in all, ${provider} at each of ${calls.length}`;
    test(`is not asked more often than allowed, wait or no wait: ${allowed}`, async () => {
      const it = asking(
        calls.map((_, index) => [limited(100 + index)]),
        { retry: { maxAttempts: attempts, maxAttemptsPerProvider: provider } },
      );
      const [told] = await seen(it.ask());
      expect(told).to.equal('assistant_rate_limited');
      expect(it.calls).to.deep.equal(calls);
      expect(it.told?.retryAfterMs).to.be.within(1, 102);
      const waits = calls.reduce((sum, each) => sum + each - 1, 0);
      expect(it.left, 'waits, none in vain').to.deep.equal(Array(waits).fill('let on'));
    });
  }

  test('waits only for a provider that may still be asked', async () => {
    const it = asking(
      [
        [limited(100), limited(100), answers],
        [limited(2_000), answers],
      ],
      { retry: { maxAttempts: 5 } },
    );
    expect(await seen(it.ask())).to.deep.equal(['Hello from p2 by model-of-p2', 2_001]);
    expect(it.calls).to.deep.equal([2, 2]);
  });

  for (const [answersOf, expected, calls] of [
    [[[limited(500), answers], [fails('refused_connection')]], 'Hello from p1 by asked-model', [2, 1]],
    [[[fails('refused_connection')], [limited(500), answers]], 'Hello from p2 by model-of-p2', [1, 2]],
  ] as const) {
    test(`does not wait for a provider that failed in another way, nor asks it first: ${expected}`, async () => {
      const it = asking(answersOf.map((each) => [...each]));
      expect(await seen(it.ask())).to.deep.equal([expected, 501]);
      expect(it.calls).to.deep.equal(calls);
    });
  }

  test('waits no longer in all than is allowed from its arrival', async () => {
    const it = asking([[limited(500)]], { queue: { maxWaitMs: 900 }, retry: { maxAttemptsPerProvider: 3 } });
    expect(await seen(it.ask())).to.deep.equal(['assistant_rate_limited', 501]);
    expect(it.left).to.deep.equal(['let on', 'too late']);
  });

  test('does not wait once it is known that it cannot succeed', async () => {
    const it = asking([[limited(500)], [fails('content_refused')]]);
    expect(await seen(it.ask())).to.deep.equal(['content_refused', 0]);
  });

  test('given up while it waits leaves at once', async () => {
    const it = asking([[limited(500), answers]]);
    const caller = new AbortController();
    const asked = it.ask({ signal: caller.signal });
    await settled();
    clock.pass(100);
    caller.abort();
    expect(await seen(asked)).to.deep.equal(['given_up', 0]);
    expect(it.calls).to.deep.equal([1]);
  });

  test('does not overtake those who wait already', async () => {
    const it = asking([[limited(500), limited(500), limited(500), answers]]);
    const order: string[] = [];
    const ask = (user: string): Promise<string> =>
      it.ask({ user }).then((text) => {
        order.push(user);
        return text;
      });
    const early = ['Ada', 'Ben', 'Cyd'].map(ask);
    await settled();
    clock.pass(501);
    await settled();
    expect(order).to.deep.equal(['Ada']);
    await seen(ask('Dan'));
    await Promise.all(early);
    expect(order).to.deep.equal(['Ada', 'Ben', 'Cyd', 'Dan']);
  });
});

describe('the moment that a question in a hurry is told', () => {
  for (const [name, answersOf, expectedMs] of [
    ['of two limits', [[limited(3_000)], [limited(2_000)]], 2_000],
    ['of two limits, in the other order', [[limited(2_000)], [limited(3_000)]], 2_000],
    ['a limit, and a provider that failed', [[limited(3_000)], [fails('overloaded', 2_500)]], 2_500],
    ['a longer limit, and a provider that failed', [[limited(2_000)], [fails('overloaded', 2_500)]], 2_000],
    ['a limit, and a breaker that has opened', [[limited(20_000)], [fails('out_of_quota')]], 15_000],
  ] as const) {
    test(`is the earliest of all providers: ${name}`, async () => {
      const it = asking(answersOf.map((each) => [...each]));
      expect(await seen(it.ask({ deadlineInMs: 500 }))).to.deep.equal(['assistant_rate_limited', 0]);
      expect(it.told?.retryAfterMs).to.be.within(expectedMs, expectedMs + 1);
    });
  }
});
