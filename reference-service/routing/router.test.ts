import { afterEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { nowMs } from '../clock';
import type { Step } from '../fixtures/fake-provider';
import { ProviderFailure } from '../providers/provider-failure';
import { untilFirstToken } from './delivery';
import { answers, bench, fails, priority, question, type RouterBench } from './fixtures/router-bench';
import type { GuardedProvider } from './guarded-provider';

describe('the router', () => {
  let last: RouterBench | undefined;
  const asking = (...given: Parameters<typeof bench>): RouterBench => {
    last = bench(...given);
    return last;
  };
  afterEach(() => {
    // Whatever happened, every place and every trial has been given back, and each call has ended once.
    for (const { breaker } of last?.guarded ?? [])
      expect(breaker.reading().trials?.inFlight ?? 0).to.equal(0);
    expect(last?.ends.length).to.equal(last?.calls.reduce((sum, calls) => sum + calls, 0));
    last = undefined;
  });

  for (const [firstTokenMs, calls] of [
    [3_900, [2, 1]],
    [4_100, [1, 1]],
  ] as const) {
    test(`repeats only what leaves time for the next provider: ${firstTokenMs} ms to a first token`, async () => {
      const it = asking([[fails('server_error')], [answers]], { timeouts: { firstTokenMs } });
      expect(await it.ask()).to.equal('Hello from p2 by model-of-p2');
      expect(it.calls).to.deep.equal(calls);
    });
  }

  test('asks the first provider for the asked model', async () => {
    const it = asking([[answers], [answers]]);
    expect(await it.ask()).to.equal('Hello from p1 by asked-model');
    expect(it.calls).to.deep.equal([1, 0]);
    expect(it.setbacks).to.be.empty;
  });

  test('asks the others for their own models, in order', async () => {
    const it = asking([[fails('refused_connection')], [fails('rate_limited')], [answers]]);
    expect(await it.ask()).to.equal('Hello from p3 by model-of-p3');
    expect(it.setbacks.map(({ provider, next }) => `${provider} ${next}`)).to.deep.equal([
      'p1 fail over',
      'p2 fail over',
    ]);
  });

  test('never splices: a failure half-way is made good from the beginning', async () => {
    const half: Step[] = ['Hel', new ProviderFailure('reset_connection', 'cut')];
    expect(await asking([[half], [answers]]).ask()).to.equal('Hello from p2 by model-of-p2');
  });

  test('retries what is transient, at the same provider, and counts attempts over all', async () => {
    const it = asking([[fails('server_error')], [fails('server_error')]]);
    expect(await it.ask()).to.equal('assistant_unavailable');
    expect(it.calls, 'three attempts; one was kept for the second provider').to.deep.equal([2, 1]);
    expect(it.setbacks.map(({ attempt, next }) => `${attempt} ${next}`)).to.deep.equal([
      '1 retry',
      '2 fail over',
      '3 fail over',
    ]);
  });

  test('keeps an attempt for each of the others', async () => {
    const all = [[fails('server_error')], [fails('server_error')], [answers]];
    const it = asking(all);
    expect(await it.ask()).to.equal('Hello from p3 by model-of-p3');
    expect(it.calls).to.deep.equal([1, 1, 1]);
    const more = asking(all, { retry: { maxAttempts: 5 } });
    await more.ask();
    expect(more.calls).to.deep.equal([2, 2, 1]);
  });

  test('makes no more attempts than are allowed, however many providers there are', async () => {
    const it = asking(Array.from({ length: 5 }, () => [fails('refused_connection')]));
    expect(await it.ask()).to.equal('assistant_unavailable');
    expect(it.calls).to.deep.equal([1, 1, 1, 0, 0]);
  });

  for (const code of ['first_token_timeout', 'stalled', 'refused_connection', 'out_of_quota'] as const) {
    test(`does not ask the same provider again after ${code}`, async () => {
      const it = asking([[fails(code)], [answers]]);
      await it.ask();
      expect(it.calls).to.deep.equal([1, 1]);
    });
  }

  for (const [code, told] of [
    ['question_too_long', 'question_too_long'],
    ['content_refused', 'content_refused'],
    ['invalid_request', 'invalid_request'],
    ['deadline', 'deadline_exceeded'],
    ['cancelled', 'given_up'],
  ] as const) {
    test(`asks nobody else after ${code}: the user is told ${told}`, async () => {
      const it = asking([[fails(code)], [answers]]);
      expect(await it.ask()).to.equal(told);
      expect(it.calls).to.deep.equal([1, 0]);
      expect(it.told?.retryAfterMs).to.equal(undefined);
      expect(it.guarded[0]?.breaker.reading().consecutiveFailures).to.equal(0);
    });
  }

  test('an unknown model is the fault of who asked for it, and the breaker stays closed', async () => {
    const unknown: Step[] = [
      new ProviderFailure('not_permitted', 'status 404: no model "x"', { status: 404 }),
    ];
    const it = asking([[unknown], [answers]]);
    expect(await it.ask()).to.equal('unknown_model');
    expect(it.guarded[0]?.breaker.reading().state).to.equal('closed');
  });

  test('an unknown model is our fault where we named it', async () => {
    const unknown: Step[] = [
      new ProviderFailure('not_permitted', 'status 404: no model "x"', { status: 404 }),
    ];
    const it = asking([[fails('refused_connection')], [unknown], [answers]]);
    expect(await it.ask()).to.equal('Hello from p3 by model-of-p3');
    expect(it.guarded[1]?.breaker.reading().state).to.equal('open');
  });

  test('waits for no provider that asks for more than the cap of the backoff', async () => {
    const slow = asking([[fails('overloaded', 3_000)], [answers]]);
    expect(await slow.ask()).to.equal('Hello from p2 by model-of-p2');
    expect(slow.calls).to.deep.equal([1, 1]);
    const short = asking([[fails('overloaded', 1), answers]]);
    expect(await short.ask()).to.equal('Hello from p1 by asked-model');
  });

  test('begins no wait that cannot end before the deadline', async () => {
    const it = asking([[fails('server_error'), answers]], { retry: { baseMs: 1_000_000, capMs: 1_000_000 } });
    expect(await it.ask({ deadlineInMs: 500 })).to.equal('assistant_unavailable');
    expect(it.calls).to.deep.equal([1]);
  });

  test('stops at the deadline in the middle of an attempt', async () => {
    const it = asking([[[new Promise(() => {})]], [answers]]);
    expect(await it.ask({ deadlineInMs: 5 })).to.equal('deadline_exceeded');
    expect(it.calls).to.deep.equal([1, 0]);
  });

  test('spends the retry budget over all questions', async () => {
    const it = asking([[fails('server_error')]], {
      retry: { budgetBurst: 2, budgetRatio: 0.1 },
      providerBreaker: { consecutiveFailures: 0, failureRate: { threshold: 0 } },
    });
    for (let time = 0; time < 20; time += 1) await it.ask();
    // 20 questions, 2 saved retries and a tenth of the 20.
    expect(it.calls[0]).to.be.within(23, 24);
  });

  test('stops waiting for a retry when the caller goes', async () => {
    const it = asking([[fails('server_error')]], { retry: { baseMs: 1_000_000, capMs: 1_000_000 } });
    const caller = new AbortController();
    const asked = it.ask({ signal: caller.signal, deadlineInMs: 10_000_000 });
    setImmediate(() => caller.abort());
    expect(await asked).to.equal('given_up');
    expect(it.calls).to.deep.equal([1]);
  });

  test('passes an open breaker by without a call', async () => {
    const it = asking([[fails('refused_connection')], [answers]]);
    for (let time = 0; time < 7; time += 1) await it.ask();
    expect(it.calls).to.deep.equal([5, 7]);
  });

  test('leaves a rate-limited provider alone for as long as it asked', async () => {
    const it = asking([[fails('rate_limited', 30_000)], [answers]]);
    await it.ask();
    await it.ask();
    expect(it.calls).to.deep.equal([1, 2]);
    expect(it.setbacks.at(-1)?.failure).to.include({ reason: 'rate limited' });
  });

  test('asks the provider last whose stream broke off for this user', async () => {
    const it = asking([[answers], [answers]]);
    it.router.brokenStreams.remember('Ada', question, 'p1');
    expect(await it.ask()).to.equal('Hello from p2 by model-of-p2');
    expect(await it.ask({ user: 'Ben' })).to.equal('Hello from p1 by asked-model');
  });

  test('without resilience makes one attempt at the first provider', async () => {
    const it = asking([[fails('server_error')], [answers]], { resilience: false });
    expect(await it.ask()).to.equal('assistant_unavailable');
    expect(it.calls).to.deep.equal([1, 0]);
    last = undefined;
  });

  test('refuses what is too much at once and takes the places back', async () => {
    const it = asking([[answers]], { bulkhead: { maxConcurrent: 2 } });
    const caller = {
      user: 'Ada',
      priority,
      deadlineMs: nowMs() + 5_000,
      signal: new AbortController().signal,
    };
    const open = () => it.router.route(question, caller, () => {}, untilFirstToken);
    const [first, second] = [await open(), await open()];
    expect(await it.ask()).to.equal('assistant_busy');
    await first.taken.events.return(undefined);
    await second.taken.events.return(undefined);
    expect(await it.ask()).to.equal('Hello from p1 by asked-model');
  });
});

test('a trial that finds no place in the bulkhead leaves its own to the next', async () => {
  const it = bench([[answers]], {
    bulkhead: { maxConcurrent: 1 },
    providerBreaker: { trials: 1, openMs: 0 },
  });
  const [guarded] = it.guarded as [GuardedProvider];
  const caller = { user: 'Ada', priority, deadlineMs: nowMs() + 5_000, signal: new AbortController().signal };
  const held = await it.router.route(question, caller, () => {}, untilFirstToken);
  for (let time = 0; time < 5; time += 1) {
    const admission = guarded.breaker.admit();
    if (admission.admitted) admission.permit.failed('500');
  }
  expect(guarded.enter()).to.include({ reason: 'busy' });
  expect(guarded.breaker.reading().trials).to.deep.equal({ inFlight: 0, succeeded: 0, needed: 1 });
  await held.taken.events.return(undefined);
  expect(await it.ask()).to.equal('Hello from p1 by asked-model');
  expect(guarded.breaker.reading().state).to.equal('closed');
});

describe('when to try again', () => {
  // In a hurry, so that nobody is held back: the moment is what a limit and its jitter leave, in whole seconds.
  const seconds = async (it: RouterBench): Promise<number | undefined> => {
    await it.ask({ deadlineInMs: 500 });
    return it.told?.retryAfterSeconds;
  };

  test('is when the breaker that has just opened allows it', async () => {
    const it = bench([[fails('credentials_rejected')]]);
    expect(await seconds(it)).to.equal(15);
    expect(it.told?.code).to.equal('assistant_out_of_service');
    expect(await seconds(it), 'the next user').to.equal(15);
    expect(it.told?.code).to.equal('assistant_out_of_service');
  });

  test('is the earliest of all providers', async () => {
    expect(await seconds(bench([[fails('credentials_rejected')], [fails('rate_limited', 3_990)]]))).to.equal(
      4,
    );
    expect(await seconds(bench([[fails('rate_limited', 3_990)], [fails('refused_connection')]]))).to.equal(1);
  });

  test('is never later than we ask again ourselves', async () => {
    expect(await seconds(bench([[fails('rate_limited', 86_400_000)]]))).to.be.within(60, 61);
  });

  test('is what an overloaded provider asked for', async () => {
    expect(await seconds(bench([[fails('overloaded', 7_000)]]))).to.equal(7);
  });
});
