import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { expect } from 'chai';
import { FakeClock } from '../fixtures/fake-clock';
import { type Random, randomFrom } from '../random';
import { type Holding, TurnsBench } from './fixtures/turns-bench';
import { type PriorityClass, priorityClasses } from './priority';

/** Some of them, at least one. */
function some<T>(all: readonly T[], random: Random): readonly T[] {
  const chosen = all.filter(() => random() < 0.7);
  return chosen.length > 0 ? chosen : all;
}

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
});
afterEach(() => clock[Symbol.dispose]());

describe('the turns', () => {
  const histories = 60;
  test(`in ${histories} random histories are each used once, and everybody leaves once and in time`, async () => {
    const met = new Set<string>();
    for (let seed = 1; seed <= histories; seed += 1) {
      const random = randomFrom(seed);
      const upTo = (below: number): number => Math.floor(random() * below);
      const it = new TurnsBench(
        clock,
        { queue: { capacity: 6, maxWaitMs: 900, oldestEvery: upTo(4) }, bulkhead: { maxConcurrent: 4 } },
        2,
        random,
      );
      const entered = it.providers.map((guarded) => {
        const enter = mock.method(guarded, 'enter');
        return () => enter.mock.calls.filter(({ result }) => result && 'permit' in result).length;
      });
      const callers: AbortController[] = [];
      const acts: (() => void)[] = [
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
          void it.hold(String(callers.length), {
            priority,
            signal: caller.signal,
            arrivedMsAgo: upTo(300),
            deadlineInMs: upTo(2_000),
            at: some(it.providers, random),
          });
        } else acts[upTo(acts.length)]?.();
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
      expect(clock.pending, `seed ${seed}: timers`).to.equal(0);
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
      const it = new TurnsBench(clock, { queue }, 1 + upTo(3));
      const somebody = (): Holding => ({
        priority: priorityClasses[upTo(4)] as PriorityClass,
        arrivedMsAgo: upTo(500),
        at: some(it.providers, random),
      });
      for (const provider of it.providers) it.limited(1 + upTo(1_500), provider);
      const others = Array.from({ length: upTo(30) }, somebody);
      for (const other of others) void it.hold('other', other);
      await it.pass(upTo(2_500));
      const holding = somebody();
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
