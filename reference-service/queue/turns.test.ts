import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { expect } from 'chai';
import { nowMs } from '../clock';
import type { UserError } from '../errors/user-error';
import { FakeClock } from '../fixtures/fake-clock';
import { FakeProvider } from '../fixtures/fake-provider';
import { type PolicyOverrides, policyWith } from '../policy';
import { ProviderFailure } from '../providers/provider-failure';
import { type Random, randomFrom } from '../random';
import { GuardedProvider } from '../routing/guarded-provider';
import { type PriorityClass, priorityClasses } from './priority';
import { type QueueOutcome, type Turn, Turns } from './turns';

const question = { model: 'm', messages: [{ role: 'user' as const, content: 'hi' }] };
const defaults: PolicyOverrides = {
  rateLimit: { resume: { firstPerSecond: 10, doublingMs: 500, mostPerSecond: 40 } },
  queue: { capacity: 10, maxWaitMs: 5_000, oldestEvery: 0 },
};

interface Holding {
  priority?: PriorityClass;
  deadlineInMs?: number;
  arrivedMsAgo?: number;
  signal?: AbortSignal;
  at?: readonly GuardedProvider[];
}

/** Providers that no jitter delays, those who wait for them, and what became of each. */
class Bench {
  readonly providers: GuardedProvider[];
  readonly turns: Turns;
  /** Outcomes in the order of leaving. */
  readonly left: { priority: PriorityClass; outcome: QueueOutcome; waitedMs: number }[] = [];
  /** Who was let on, and where. */
  readonly letOn: string[] = [];
  readonly used: Turn[] = [];
  readonly refused: { name: string; code: string; retryAfterMs: number | undefined }[] = [];

  constructor(overrides: PolicyOverrides = {}, count = 1, random: Random = () => 0) {
    const policy = policyWith(overrides, policyWith(defaults));
    const watch = {
      onTransition: () => this.turns.changed(),
      onCallEnd: () => this.turns.changed(),
      onLimitChange: () => this.turns.changed(),
      isAnybodyWaiting: () => this.turns.isAnybodyWaiting,
    };
    this.providers = Array.from(
      { length: count },
      (_, index) => new GuardedProvider(new FakeProvider(`p${index + 1}`), policy, watch, random),
    );
    this.turns = new Turns(this.providers, policy.queue, {
      left: (priority, outcome, waitedMs) => this.left.push({ priority, outcome, waitedMs }),
    });
  }

  get first(): GuardedProvider {
    return this.providers[0] as GuardedProvider;
  }

  get outcomes(): string[] {
    return this.left.map(({ outcome, waitedMs }) => `${outcome} after ${waitedMs}`);
  }

  limited(forMs: number, provider = this.first): this {
    provider.limit.refused(forMs, nowMs());
    return this;
  }

  hold(name: string, holding: Holding = {}): Promise<void> {
    const { priority = 'paying question', deadlineInMs = 60_000, arrivedMsAgo = 0 } = holding;
    const { signal = new AbortController().signal, at = this.providers } = holding;
    const [deadlineMs, arrivedAtMs] = [nowMs() + deadlineInMs, nowMs() - arrivedMsAgo];
    return this.turns.hold({ priority, deadlineMs, arrivedAtMs, signal }, new Set(at)).then(
      (turn) => {
        this.letOn.push(`${name} at ${turn.guarded.name}`);
        this.used.push(turn);
      },
      ({ code, retryAfterMs }: UserError) => {
        this.refused.push({ name, code, retryAfterMs });
      },
    );
  }

  /** Lets time pass, and those who are let on or refused in it hear of it. */
  async pass(ms: number): Promise<void> {
    clock.pass(ms);
    await settled();
  }

  stop(): void {
    this.turns.stop();
    for (const { limit } of this.providers) limit.stop();
  }
}

let clock: FakeClock;
let timers: Set<unknown>;
beforeEach(() => {
  clock = new FakeClock();
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
afterEach(() => clock[Symbol.dispose]());

describe('whoever waits for a turn', () => {
  test('is let on when the limit is over, one by one, first come first', async () => {
    const it = new Bench().limited(500);
    for (const name of ['one', 'two', 'three']) void it.hold(name);
    await it.pass(499);
    expect(it.left).to.be.empty;
    await it.pass(1_000);
    expect(it.letOn).to.deep.equal(['one at p1', 'two at p1', 'three at p1']);
    expect(it.outcomes).to.deep.equal(['let on after 500', 'let on after 600', 'let on after 688']);
  });

  test('is let on by class', async () => {
    const it = new Bench().limited(500);
    for (const priority of [...priorityClasses].reverse()) void it.hold(priority, { priority });
    expect(Object.fromEntries(it.turns.waiting())).to.deep.equal(
      Object.fromEntries(priorityClasses.map((each) => [each, 1])),
    );
    await it.pass(1_500);
    expect(it.left.map(({ priority }) => priority)).to.deep.equal(priorityClasses);
    expect(it.turns.waiting().size).to.equal(0);
  });

  test('is let on at the provider that takes a call first, of those that may be asked', async () => {
    const it = new Bench({}, 3);
    for (const [index, provider] of it.providers.entries()) it.limited(1_000 - 300 * index, provider);
    void it.hold('one');
    void it.hold('two', { at: it.providers.slice(0, 2) });
    await it.pass(1_000);
    expect(it.letOn).to.deep.equal(['one at p3', 'two at p2']);
  });

  test('is let on without a limit as soon as a place is free', async () => {
    const it = new Bench({ bulkhead: { maxConcurrent: 1 } });
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
    const it = new Bench();
    await it.hold('one');
    expect(it.outcomes).to.deep.equal(['let on after 0']);
  });

  test('is let on one at a time, when the word of a change comes before the timer of the limit', async () => {
    const it = new Bench({}, 1, () => 0.001);
    setTimeout(() => it.turns.changed(), 501);
    it.limited(500);
    for (const name of ['one', 'two', 'three']) void it.hold(name);
    await it.pass(501);
    expect(it.letOn).to.deep.equal(['one at p1']);
  });

  test('is not overtaken by whoever comes directly, as long as the limit is not over', async () => {
    const it = new Bench().limited(500);
    void it.hold('one');
    void it.hold('two');
    const direct = (): boolean => 'permit' in it.first.enter();
    const seen: boolean[] = [];
    for (let ms = 0; ms < 600; ms += 1) {
      seen.push(direct());
      clock.pass(1);
    }
    expect(it.left.length).to.equal(2);
    expect(seen).to.not.include(true);
    clock.pass(88);
    expect(direct(), 'nobody waits any more').to.equal(true);
    expect(direct(), 'but the pace is kept').to.equal(false);
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
        const it = new Bench({ queue }).limited(limitMs);
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
      const it = new Bench().limited(500);
      void it.hold('one', { arrivedMsAgo: 1 });
      void it.hold('two', { deadlineInMs });
      await it.pass(0);
      expect(it.outcomes).to.deep.equal(outcomes);
    });
  }

  test('in time because the breaker rests is refused at once', async () => {
    const it = new Bench({ providerBreaker: { consecutiveFailures: 1, openMs: 900 } }).limited(500);
    const admission = it.first.breaker.admit();
    if (admission.admitted) admission.permit.failed('500');
    void it.hold('one', { deadlineInMs: 899 });
    void it.hold('two', { deadlineInMs: 901 });
    await it.pass(900);
    expect(it.outcomes).to.deep.equal(['too late after 0', 'let on after 900']);
    expect(it.refused[0]?.retryAfterMs).to.equal(900);
  });

  test('because there is no room is refused at once, and told when all may have had theirs', async () => {
    const it = new Bench({ queue: { capacity: 2 } }).limited(500);
    for (const name of ['one', 'two', 'three']) void it.hold(name);
    await it.pass(0);
    expect(it.outcomes).to.deep.equal(['full after 0']);
    expect(it.refused[0]).to.include({ name: 'three', code: 'assistant_queue_full' });
    // As many calls as wait, and one more.
    expect(it.refused[0]?.retryAfterMs).to.be.closeTo(500 + 177, 1);
  });

  test('in a queue without room is told when the limit is over', async () => {
    const it = new Bench({ queue: { capacity: 0 } }).limited(500);
    await it.hold('one');
    expect(it.refused).to.deep.equal([{ name: 'one', code: 'assistant_queue_full', retryAfterMs: 500 }]);
  });

  test('because a higher class needs the room is refused at once', async () => {
    const it = new Bench({ queue: { capacity: 1 } }).limited(500);
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
    const it = new Bench().limited(500);
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
    const it = new Bench().limited(500);
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
      const it = new Bench({ bulkhead: { maxConcurrent: 1 } });
      it.first.enter();
      void it.hold('one', holding);
      await it.pass(1_999);
      expect(it.left).to.be.empty;
      await it.pass(1);
      expect(it.outcomes).to.deep.equal(['too late after 2000']);
    });
  }

  test('because of having gone leaves at once, and the room is free', async () => {
    const it = new Bench({ queue: { capacity: 1 } }).limited(500);
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
    const it = new Bench();
    await it.hold('one', { signal: AbortSignal.abort() });
    expect(it.outcomes).to.deep.equal(['given up after 0']);
    expect(it.turns.isAnybodyWaiting).to.equal(false);
  });
});

describe('the turns', () => {
  test('leave nothing behind when they are stopped', async () => {
    const it = new Bench().limited(500);
    const { signal } = new AbortController();
    for (const name of ['one', 'two', 'three']) void it.hold(name, { signal, deadlineInMs: 2_000 });
    await it.pass(500);
    it.stop();
    await it.pass(10_000);
    expect(it.letOn, 'nobody is let on').to.deep.equal(['one at p1']);
    expect(timers.size, 'timers').to.equal(0);
    expect(getEventListeners(signal, 'abort'), 'listeners').to.be.empty;
  });

  const histories = 60;
  test(`in ${histories} random histories are each used once, and everybody leaves once and in time`, async () => {
    const met = new Set<string>();
    for (let seed = 1; seed <= histories; seed += 1) {
      const random = randomFrom(seed);
      const upTo = (below: number): number => Math.floor(random() * below);
      const it = new Bench(
        { queue: { capacity: 6, maxWaitMs: 900, oldestEvery: upTo(4) }, bulkhead: { maxConcurrent: 4 } },
        2,
        random,
      );
      const entered = it.providers.map((guarded) => {
        const enter = mock.method(guarded, 'enter');
        return () => enter.mock.calls.filter(({ result }) => result && 'permit' in result).length;
      });
      const callers: AbortController[] = [];
      const doAct: (() => void)[] = [
        () => it.limited(upTo(800), it.providers[upTo(2)]),
        () => callers[upTo(callers.length)]?.abort(),
        () => it.used[upTo(it.used.length)]?.entry.release(),
        () => it.turns.changed(),
      ];
      for (let step = 0; step < 150; step += 1) {
        if (random() < 0.5) {
          const caller = new AbortController();
          callers.push(caller);
          const priority = priorityClasses[upTo(4)] as PriorityClass;
          const at = it.providers.filter(() => random() < 0.7);
          const { signal } = caller;
          void it.hold(String(callers.length), {
            priority,
            signal,
            arrivedMsAgo: upTo(300),
            deadlineInMs: upTo(2_000),
            at: at.length > 0 ? at : it.providers,
          });
        } else doAct[upTo(doAct.length)]?.();
        await it.pass(upTo(40));
      }
      await it.pass(2_000);
      it.stop();
      expect(it.left.length, `seed ${seed}: who left`).to.equal(callers.length);
      expect(it.letOn.length + it.refused.length, `seed ${seed}: who heard`).to.equal(callers.length);
      expect(
        entered.reduce((sum, count) => sum + count(), 0),
        `seed ${seed}: turns`,
      ).to.equal(it.letOn.length);
      expect(Math.max(...it.left.map(({ waitedMs }) => waitedMs))).to.be.at.most(900);
      expect(timers.size, `seed ${seed}: timers`).to.equal(0);
      for (const { outcome } of it.left) met.add(outcome);
    }
    expect([...met].sort()).to.deep.equal(['displaced', 'full', 'given up', 'let on', 'too late']);
  });

  const queues = 150;
  test(`in ${queues} random queues nobody is told of a later moment than the turn really comes`, async () => {
    for (let seed = 1; seed <= queues; seed += 1) {
      const random = randomFrom(seed);
      const upTo = (below: number): number => Math.floor(random() * below);
      const queue = { capacity: 40, maxWaitMs: 60_000, oldestEvery: upTo(4) };
      const it = new Bench({ queue }, 1 + upTo(3));
      const some = (): Holding => {
        const at = it.providers.filter(() => random() < 0.7);
        return {
          priority: priorityClasses[upTo(4)] as PriorityClass,
          arrivedMsAgo: upTo(500),
          at: at.length > 0 ? at : it.providers,
        };
      };
      for (const provider of it.providers) it.limited(1 + upTo(1_500), provider);
      for (let caller = 0; caller < upTo(30); caller += 1) void it.hold('other', some());
      await it.pass(upTo(2_500));
      const holding = some();
      const had = it.refused.length;
      await it.hold('hurried', { ...holding, deadlineInMs: 0 });
      const toldMs = it.refused[had]?.retryAfterMs ?? 0;
      void it.hold('patient', holding);
      await it.pass(4_000);
      const place = it.letOn.findIndex((each) => each.startsWith('patient'));
      const realMs = it.left.filter(({ outcome }) => outcome === 'let on')[place]?.waitedMs;
      expect(toldMs, `seed ${seed}`).to.be.at.most(realMs ?? 0);
      it.stop();
    }
  });
});
