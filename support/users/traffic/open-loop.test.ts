import { describe, test } from 'node:test';
import { expect } from 'chai';
import { nowMs } from '../../evidence/now';
import { openLoop } from './open-loop';

/** Keeps the process busy, as a long computation or a collection of garbage does. */
const stall = (forMs: number): void => {
  const untilMs = nowMs() + forMs;
  while (nowMs() < untilMs);
};

const thrownBy = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('open-loop load', () => {
  test('asks on although nobody has answered yet', async () => {
    const answer: ((text: string) => void)[] = [];
    const ask = (index: number): Promise<string> =>
      new Promise((resolve) => {
        answer.push(resolve);
        // Only now, and backwards, so that a loop that waited for any answer would wait for ever.
        if (index === 4) for (const each of [4, 3, 2, 1, 0]) answer[each]?.(`answer ${each}`);
      });
    const { results } = await openLoop({ offsetsMs: [0, 5, 10, 15, 20], ask });
    expect(results).to.deep.equal(['answer 0', 'answer 1', 'answer 2', 'answer 3', 'answer 4']);
  });

  test('asks nothing before it is due, and says how late it was', async () => {
    // Close to each other at first, so that one asked with its neighbour is asked too early.
    const offsetsMs = [0, 1.3, 7.7, 20.5, 20.5, 31];
    const ask = async (index: number, dueAtMs: number) => ({ index, dueAtMs, askedAtMs: nowMs() });
    const { results, beganAtMs, mostLateMs } = await openLoop({ offsetsMs, ask });
    expect(results.map(({ index }) => index)).to.deep.equal([0, 1, 2, 3, 4, 5]);
    for (const { index, dueAtMs, askedAtMs } of results) {
      expect(dueAtMs).to.equal(beganAtMs + (offsetsMs[index] as number));
      expect(askedAtMs, `question ${index}`).to.be.at.least(dueAtMs);
    }
    const latest = Math.max(...results.map(({ askedAtMs, dueAtMs }) => askedAtMs - dueAtMs));
    expect(mostLateMs).to.be.within(0, latest);
  });

  test('asks at once what became due during a stall, and owns up to it', async () => {
    let turn = 0;
    const turns: number[] = [];
    const ask = async (index: number): Promise<void> => {
      turns.push(turn);
      // Not before the whole burst is asked: until then nothing else gets its turn.
      queueMicrotask(() => {
        turn += 1;
      });
      if (index === 0) stall(80);
    };
    const { mostLateMs } = await openLoop({ offsetsMs: [0, 40, 41, 42, 43], ask });
    expect(new Set(turns.slice(1)).size, 'turns for the four that were late').to.equal(1);
    expect(mostLateMs, 'of the one due 40 ms into 80 ms').to.be.at.least(40);
  });

  test('lets answers in between although asking itself takes longer than there is time', async () => {
    let underWay = 0;
    let most = 0;
    const ask = async (): Promise<void> => {
      most = Math.max(most, ++underWay);
      stall(3);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
    };
    await openLoop({ offsetsMs: Array.from({ length: 30 }, (_, index) => 2 * index), ask });
    expect(most).to.be.below(30);
  });

  test('stops when told to, also in the middle of a pause, and waits for what is under way', {
    timeout: 10_000,
  }, async () => {
    const stop = new AbortController();
    const ask = (): Promise<string> =>
      new Promise((answer) => {
        stop.signal.addEventListener('abort', () => setImmediate(answer, 'after the end'));
        setImmediate(() => stop.abort());
      });
    const { results } = await openLoop({ offsetsMs: [0, 3_600_000], ask, signal: stop.signal });
    expect(results).to.deep.equal(['after the end']);
  });

  test('asks nothing more in a burst, nor anything at all, once it was stopped', async () => {
    const stop = new AbortController();
    const ask = async (index: number): Promise<number> => {
      if (index === 1) stop.abort();
      return index;
    };
    const load = { offsetsMs: [0, 0, 0, 0], ask, signal: stop.signal };
    expect((await openLoop(load)).results).to.deep.equal([0, 1]);
    expect((await openLoop(load)).results).to.deep.equal([]);
  });

  test('tells what threw, once all have ended', async () => {
    let ended = 0;
    const ask = async (index: number): Promise<void> => {
      if (index === 0) throw new Error('no such user');
      await new Promise((resolve) => setImmediate(resolve));
      ended += 1;
    };
    const error = await thrownBy(openLoop({ offsetsMs: [0, 1, 2], ask }));
    expect(error).to.be.instanceOf(AggregateError);
    expect((error as AggregateError).message).to.equal(
      'Every question must come to a result; 1 of 3 threw, first: Error: no such user',
    );
    expect(ended).to.equal(2);
  });

  test('holds an ask that throws before it promises, and a load of nothing', async () => {
    const ask = (): Promise<void> => {
      throw new Error('at once');
    };
    expect(await thrownBy(openLoop({ offsetsMs: [0], ask }))).to.be.instanceOf(AggregateError);
    expect(await openLoop({ offsetsMs: [], ask })).to.deep.include({ results: [], mostLateMs: 0 });
  });

  test('refuses offsets that do not ascend', async () => {
    for (const offsetsMs of [[-1], [0, 10, 9], [0, Number.NaN], [Number.POSITIVE_INFINITY]])
      expect(await thrownBy(openLoop({ offsetsMs, ask: async () => 0 }))).to.be.instanceOf(RangeError);
  });
});
