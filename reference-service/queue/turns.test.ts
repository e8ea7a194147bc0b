import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { nowMs } from '../clock';
import { FakeClock } from '../fixtures/fake-clock';
import { ProviderFailure } from '../providers/provider-failure';
import { TurnsBench } from './fixtures/turns-bench';
import { priorityClasses } from './priority';

const question = { model: 'm', messages: [{ role: 'user' as const, content: 'hi' }] };

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
});
afterEach(() => clock[Symbol.dispose]());

describe('whoever waits for a turn', () => {
  test('is let on when the limit is over, one by one, first come first', async () => {
    const it = new TurnsBench(clock).limited(500);
    for (const name of ['one', 'two', 'three']) void it.hold(name);
    await it.pass(499);
    expect(it.left).to.be.empty;
    await it.pass(1_000);
    expect(it.letOn).to.deep.equal(['one at p1', 'two at p1', 'three at p1']);
    expect(it.outcomes).to.deep.equal(['let on after 500', 'let on after 600', 'let on after 688']);
  });

  test('is let on by class', async () => {
    const it = new TurnsBench(clock).limited(500);
    for (const priority of [...priorityClasses].reverse()) void it.hold(priority, { priority });
    expect(Object.fromEntries(it.turns.waiting())).to.deep.equal(
      Object.fromEntries(priorityClasses.map((each) => [each, 1])),
    );
    await it.pass(1_500);
    expect(it.left.map(({ priority }) => priority)).to.deep.equal(priorityClasses);
    expect(it.turns.waiting().size).to.equal(0);
  });

  test('is let on at the provider that takes a call first, of those that may be asked', async () => {
    const it = new TurnsBench(clock, {}, 3);
    for (const [index, provider] of it.providers.entries()) it.limited(1_000 - 300 * index, provider);
    void it.hold('one');
    void it.hold('two', { at: it.providers.slice(0, 2) });
    await it.pass(1_000);
    expect(it.letOn).to.deep.equal(['one at p3', 'two at p2']);
  });

  test('is let on without a limit as soon as a place is free', async () => {
    const it = new TurnsBench(clock, { bulkhead: { maxConcurrent: 1 } });
    const entry = it.first.enter();
    if (!('permit' in entry)) throw new Error('must be let in');
    void it.hold('one');
    await it.pass(0);
    expect(it.left).to.be.empty;
    const bounds = { deadlineMs: nowMs() + 60_000, signal: AbortSignal.abort() };
    // The call fails, so that nothing happens between its end and the word of it.
    await it.first
      .call(entry, question, 'm', bounds)
      .next()
      .catch((error) => expect(error).to.be.instanceOf(ProviderFailure));
    await it.pass(0);
    expect(it.outcomes).to.deep.equal(['let on after 0']);
  });

  test('has a turn at once where nothing is in the way', async () => {
    const it = new TurnsBench(clock);
    await it.hold('one');
    expect(it.outcomes).to.deep.equal(['let on after 0']);
  });

  test('is let on one at a time, when the word of a change comes before the timer of the limit', async () => {
    const it = new TurnsBench(clock, {}, 1, () => 0.001);
    setTimeout(() => it.turns.changed(), 501);
    it.limited(500);
    for (const name of ['one', 'two', 'three']) void it.hold(name);
    await it.pass(501);
    expect(it.letOn).to.deep.equal(['one at p1']);
  });

  test('is not overtaken by whoever comes directly, as long as the limit is not over', async () => {
    const it = new TurnsBench(clock);
    const seen: boolean[] = [];
    // Set first, so that each comes before the timers of the limit and of the turns that are due at the same moment.
    for (let ms = 1; ms <= 700; ms += 1)
      setTimeout(() => it.turns.isAnybodyWaiting && seen.push('permit' in it.first.enter()), ms);
    it.limited(500);
    for (const name of ['one', 'two', 'three']) void it.hold(name);
    await it.pass(700);
    expect(it.outcomes).to.deep.equal(['let on after 500', 'let on after 600', 'let on after 688']);
    expect(seen).to.deep.equal(Array(688).fill(false));
    expect('permit' in it.first.enter(), 'nobody waits any more, but the pace is kept').to.equal(false);
    await it.pass(100);
    expect('permit' in it.first.enter()).to.equal(true);
  });
});

describe('whoever cannot have a turn', () => {
  for (const [bound, holding, queue] of [
    ['the deadline', { deadlineInMs: 2_000 }, {}],
    ['the longest wait', {}, { maxWaitMs: 2_000 }],
    ['the longest wait, from the arrival on', { arrivedMsAgo: 3_000 }, { maxWaitMs: 5_000 }],
  ] as const) {
    for (const [limitMs, outcomes] of [
      [2_000, []],
      [2_001, ['too late after 0']],
    ] as const) {
      test(`in time is refused at once: ${bound} and a limit of ${limitMs} ms`, async () => {
        const it = new TurnsBench(clock, { queue }).limited(limitMs);
        void it.hold('one', holding);
        await it.pass(0);
        expect(it.outcomes).to.deep.equal(outcomes);
        const told = { name: 'one', code: 'assistant_rate_limited', retryAfterMs: limitMs };
        expect(it.refused).to.deep.equal(outcomes.length > 0 ? [told] : []);
        await it.pass(2_000);
        if (outcomes.length === 0) expect(it.outcomes).to.deep.equal(['let on after 2000']);
      });
    }
  }

  for (const [deadlineInMs, outcomes] of [
    [593, ['too late after 0']],
    [594, []],
  ] as const) {
    test(`in time because of those before is refused at once: ${deadlineInMs} ms`, async () => {
      const it = new TurnsBench(clock).limited(500);
      void it.hold('one', { arrivedMsAgo: 1 });
      void it.hold('two', { deadlineInMs });
      await it.pass(0);
      expect(it.outcomes).to.deep.equal(outcomes);
    });
  }

  test('in time because the breaker rests is refused at once', async () => {
    const it = new TurnsBench(clock, { providerBreaker: { consecutiveFailures: 1, openMs: 900 } }).limited(
      500,
    );
    const admission = it.first.breaker.admit();
    if (admission.admitted) admission.permit.failed('500');
    void it.hold('one', { deadlineInMs: 899 });
    void it.hold('two', { deadlineInMs: 901 });
    await it.pass(900);
    expect(it.outcomes).to.deep.equal(['too late after 0', 'let on after 900']);
    expect(it.refused[0]?.retryAfterMs).to.equal(900);
  });

  test('because there is no room is refused at once, and told when all may have had theirs', async () => {
    const it = new TurnsBench(clock, { queue: { capacity: 2 } }).limited(500);
    for (const name of ['one', 'two', 'three']) void it.hold(name);
    await it.pass(0);
    expect(it.outcomes).to.deep.equal(['full after 0']);
    expect(it.refused[0]).to.include({ name: 'three', code: 'assistant_queue_full' });
    // As many calls as wait, and one more.
    expect(it.refused[0]?.retryAfterMs).to.be.closeTo(500 + 177, 1);
  });

  test('in a queue without room is told when the limit is over', async () => {
    const it = new TurnsBench(clock, { queue: { capacity: 0 } }).limited(500);
    await it.hold('one');
    expect(it.refused).to.deep.equal([{ name: 'one', code: 'assistant_queue_full', retryAfterMs: 500 }]);
  });

  test('because a higher class needs the room is refused at once', async () => {
    const it = new TurnsBench(clock, { queue: { capacity: 1 } }).limited(500);
    void it.hold('trial', { priority: 'trial question' });
    await it.pass(100);
    void it.hold('paying');
    await it.pass(0);
    expect(it.outcomes).to.deep.equal(['displaced after 100']);
    expect(it.refused[0]).to.include({ name: 'trial', code: 'assistant_queue_full' });
    await it.pass(400);
    expect(it.letOn).to.deep.equal(['paying at p1']);
  });

  test('any more because the limit is prolonged leaves at once, and only those', async () => {
    const it = new TurnsBench(clock).limited(500);
    void it.hold('hurried', { deadlineInMs: 1_000 });
    void it.hold('patient');
    await it.pass(100);
    it.limited(1_000);
    await it.pass(0);
    expect(it.outcomes).to.deep.equal(['too late after 100']);
    expect(it.refused).to.deep.equal([
      { name: 'hurried', code: 'assistant_rate_limited', retryAfterMs: 1_000 },
    ]);
    await it.pass(1_000);
    expect(it.letOn).to.deep.equal(['patient at p1']);
  });

  test('any more because somebody comes first leaves at once', async () => {
    const it = new TurnsBench(clock).limited(500);
    void it.hold('trial', { priority: 'trial question', deadlineInMs: 550 });
    await it.pass(100);
    void it.hold('paying');
    await it.pass(0);
    expect(it.outcomes).to.deep.equal(['too late after 100']);
  });

  for (const [bound, holding] of [
    ['the deadline', { deadlineInMs: 2_000 }],
    ['the longest wait, from the arrival on', { arrivedMsAgo: 3_000 }],
  ] as const) {
    test(`is held until ${bound}, no longer, where nobody knows when a place will be free`, async () => {
      const it = new TurnsBench(clock, { bulkhead: { maxConcurrent: 1 } });
      it.first.enter();
      void it.hold('one', holding);
      await it.pass(1_999);
      expect(it.left).to.be.empty;
      await it.pass(1);
      expect(it.outcomes).to.deep.equal(['too late after 2000']);
    });
  }

  test('because of having gone leaves at once, and the room is free', async () => {
    const it = new TurnsBench(clock, { queue: { capacity: 1 } }).limited(500);
    const caller = new AbortController();
    void it.hold('one', { signal: caller.signal });
    await it.pass(100);
    caller.abort();
    await it.pass(0);
    expect(it.refused).to.deep.equal([{ name: 'one', code: 'given_up', retryAfterMs: undefined }]);
    void it.hold('two');
    await it.pass(400);
    expect(it.outcomes).to.deep.equal(['given up after 100', 'let on after 400']);
  });

  test('because of having gone before is not taken in', async () => {
    const it = new TurnsBench(clock);
    await it.hold('one', { signal: AbortSignal.abort() });
    expect(it.outcomes).to.deep.equal(['given up after 0']);
    expect(it.turns.isAnybodyWaiting).to.equal(false);
  });
});

describe('the turns', () => {
  test('leave nothing behind when they are stopped', async () => {
    const it = new TurnsBench(clock).limited(500);
    const { signal } = new AbortController();
    for (const name of ['one', 'two', 'three']) void it.hold(name, { signal, deadlineInMs: 2_000 });
    await it.pass(500);
    it.stop();
    await it.pass(10_000);
    expect(it.letOn, 'nobody is let on').to.deep.equal(['one at p1']);
    expect(clock.pending, 'timers').to.equal(0);
    expect(getEventListeners(signal, 'abort'), 'listeners').to.be.empty;
  });
});
