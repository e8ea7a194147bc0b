import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { expect } from 'chai';
import { nowMs } from '../clock';
import { FakeProvider, type Step } from '../fixtures/fake-provider';
import type { ProviderFailure } from './provider-failure';
import { supervisedCall } from './supervised-call';

const timeouts = { connectMs: 1, firstTokenMs: 10_000, stallMs: 10_000, callMs: 10_000, deadlineMs: 10_000 };
const question = { model: 'm', messages: [{ role: 'user' as const, content: 'hi' }] };
const never = new Promise<never>(() => {});
const finish = { finish: 'stop' as const };
const reset = new Error('reset');

interface Seen {
  text: string;
  end: string;
  provider: FakeProvider;
}

/** What a caller sees of an answer that is made of these steps. */
async function seenOf(
  steps: Step[],
  limits: Partial<typeof timeouts> & { deadlineInMs?: number; callMs?: number; ownMs?: number } = {},
  signal = new AbortController().signal,
): Promise<Seen> {
  const provider = new FakeProvider('primary', steps);
  const { deadlineInMs = 60_000, ownMs, ...rest } = limits;
  const bounds = {
    deadlineMs: nowMs() + deadlineInMs,
    signal,
    ...(ownMs === undefined ? {} : { callMs: ownMs }),
  };
  let text = '';
  try {
    for await (const event of supervisedCall(provider, question, 'm', { ...timeouts, ...rest }, bounds)) {
      if (event.kind === 'finished') return { text, end: event.reason, provider };
      if (event.kind === 'token') text += event.text;
    }
    return { text, end: 'nothing', provider };
  } catch (error) {
    return { text, end: (error as ProviderFailure).code ?? String(error), provider };
  }
}

describe('a supervised call', () => {
  let timers: Set<unknown>;
  beforeEach(() => {
    timers = new Set();
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    mock.method(globalThis, 'setTimeout', (work: () => void, ms: number) => {
      const timer = set(() => {
        timers.delete(timer);
        work();
      }, ms);
      timers.add(timer);
      return timer;
    });
    mock.method(globalThis, 'clearTimeout', (timer: NodeJS.Timeout) => {
      timers.delete(timer);
      clear(timer);
    });
  });
  afterEach(() => {
    mock.restoreAll();
    expect(timers.size, 'timers left').to.equal(0);
  });

  const ends =
    (steps: Step[], limits: Parameters<typeof seenOf>[1], text: string, end: string) => async () => {
      const seen = await seenOf(steps, limits);
      expect([seen.text, seen.end]).to.deep.equal([text, end]);
    };

  test('passes on what comes', ends(['a', 'b', finish], {}, 'ab', 'stop'));
  test('does not hang up on a provider that has finished', async () => {
    const { provider } = await seenOf(['a', finish]);
    expect(provider.signals[0]?.aborted).to.equal(false);
  });

  test('no first token', ends([never], { firstTokenMs: 5 }, '', 'first_token_timeout'));
  test('no second token', ends(['a', never], { stallMs: 5, firstTokenMs: 1 }, 'a', 'stalled'));
  test('a call that takes too long', ends(['a', never], { callMs: 5 }, 'a', 'call_timeout'));
  test('a call that takes longer than its own limit', ends(['a', never], { ownMs: 5 }, 'a', 'call_timeout'));
  test('the caller waits no longer', ends([never], { deadlineInMs: 5 }, '', 'deadline'));
  test('the caller has stopped waiting before', ends([never], { deadlineInMs: -5 }, '', 'deadline'));
  test(
    'of two limits at the same moment the first token is the one',
    ends([never], { firstTokenMs: 5, callMs: 5, ownMs: 5 }, '', 'first_token_timeout'),
  );

  test('an empty answer', ends([finish], {}, '', 'empty_answer'));
  test('nothing but the content rules', ends([{ finish: 'content_filter' }], {}, '', 'content_refused'));
  test('cut at once by the limit on tokens', ends([{ finish: 'length' }], {}, '', 'length'));
  test('an end without being finished', ends(['a'], {}, 'a', 'ended_early'));
  test('no end after having finished', ends(['a', finish, never], { stallMs: 5 }, 'a', 'stop'));
  test('a failure half-way', ends(['a', reset], {}, 'a', 'Error: reset'));

  test('hangs up on a provider that is given up, even one that does not listen', async () => {
    const { provider, end } = await seenOf([never], { firstTokenMs: 5 });
    expect(end).to.equal('first_token_timeout');
    expect(provider.signals[0]?.aborted).to.equal(true);
  });

  test('ends when the caller goes, also from a provider that does not listen', async () => {
    const caller = new AbortController();
    const call = seenOf(['a', never], {}, caller.signal);
    setImmediate(() => caller.abort());
    const { end, provider } = await call;
    expect(end).to.equal('cancelled');
    expect(provider.signals[0]?.aborted).to.equal(true);
    const gone = await seenOf(['a', finish], {}, AbortSignal.abort());
    expect(gone.end).to.equal('cancelled');
  });

  test('leaves no listener on the caller', async () => {
    const { signal } = new AbortController();
    const added = mock.method(signal, 'addEventListener');
    const removed = mock.method(signal, 'removeEventListener');
    await seenOf(['a', 'b', finish], {}, signal);
    expect(added.mock.callCount()).to.equal(3).and.equal(removed.mock.callCount());
  });

  test('a provider that fails after it was given up disturbs nobody', async () => {
    let fail = (_: Error): void => {};
    const late = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const { end } = await seenOf([late], { firstTokenMs: 5 });
    expect(end).to.equal('first_token_timeout');
    fail(new Error('too late')); // An unhandled rejection would fail this test.
    await new Promise(setImmediate);
  });
});
