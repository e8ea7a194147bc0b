import { describe, test } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { expect } from 'chai';
import type { StorageClass } from '../queue/priority';
import { ConnectionTurns, type GiveBack } from './connection-turns';

const policy = { places: 1, capacity: 2, maxWaitMs: 10_000, oldestEvery: 0, tellForMs: 20 };

class Bench {
  readonly left: string[] = [];
  readonly shedding: boolean[] = [];
  readonly done: string[] = [];
  readonly turns: ConnectionTurns;
  #inHand: GiveBack | undefined;

  constructor(more: Partial<typeof policy> = {}) {
    this.turns = new ConnectionTurns(
      { ...policy, ...more },
      {
        left: (priority, outcome) => this.left.push(`${priority}: ${outcome}`),
        shedding: (isShedding) => this.shedding.push(isShedding),
      },
    );
  }

  come(priority: StorageClass, gone?: AbortSignal): Promise<void> {
    return this.turns.take({ priority, ...(gone ? { gone } : {}) }).then(
      (giveBack) => {
        this.done.push(priority);
        this.#inHand = giveBack;
      },
      (error) => {
        this.done.push(`${priority}: ${error.code}`);
      },
    );
  }

  async next(isDone = true): Promise<void> {
    const giveBack = this.#inHand;
    this.#inHand = undefined;
    giveBack?.(isDone);
    await soon();
  }
}

describe('turns at the database', () => {
  test('are given by class', async () => {
    const bench = new Bench();
    await bench.come('trial conversation');
    void bench.come('paying work on the side');
    void bench.come('trial order');
    await bench.next();
    await bench.next();
    expect(bench.done).to.deep.equal(['trial conversation', 'trial order', 'paying work on the side']);
    await bench.next();
    await bench.come('trial conversation');
    expect(bench.done, 'a place that is free is had at once').to.have.length(4);
  });

  test('go to the more urgent where no more can wait, and whoever goes is told', async () => {
    const bench = new Bench();
    await bench.come('trial order');
    void bench.come('paying conversation');
    void bench.come('trial conversation');
    void bench.come('trial order');
    await bench.come('trial conversation');
    expect(bench.done).to.deep.equal([
      'trial order',
      'trial conversation: too_busy',
      'trial conversation: too_busy',
    ]);
    expect(bench.left).to.deep.equal(['trial conversation: displaced', 'trial conversation: full']);
    expect(bench.turns.isShedding).to.equal(true);
    await new Promise((resolve) => setTimeout(resolve, 2 * policy.tellForMs));
    expect(bench.shedding).to.deep.equal([true, false]);
  });

  test('are not waited for by whoever has gone', async () => {
    const bench = new Bench();
    await bench.come('trial order');
    const gone = new AbortController();
    const waiting = bench.come('paying order', gone.signal);
    gone.abort();
    await waiting;
    await bench.come('paying order', gone.signal);
    expect(bench.left).to.deep.equal(['paying order: given up', 'paying order: given up']);
    expect(bench.turns.waiting().size).to.equal(0);
    expect(bench.turns.isShedding, 'nobody was turned away').to.equal(false);
  });

  test('are not waited for when they cannot come in time', async () => {
    const bench = new Bench({ maxWaitMs: 30 });
    await bench.come('paying order');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await bench.next(); // Now it is known that a turn takes longer than anybody may wait.
    await bench.come('paying order');
    const askedAtMs = performance.now();
    await bench.come('paying order');
    expect(performance.now() - askedAtMs).to.be.below(25);
    expect(bench.left).to.deep.equal(['paying order: too late']);
  });

  test('are waited for although work that failed took longer than anybody may wait', async () => {
    const bench = new Bench({ maxWaitMs: 30 });
    await bench.come('paying order');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await bench.next(false);
    await bench.come('paying order');
    const waiting = bench.come('trial order');
    await bench.next();
    await waiting;
    expect(bench.left).to.deep.equal(['trial order: let on']);
  });

  test('are waited for no longer than they may be', async () => {
    const bench = new Bench({ maxWaitMs: 20 });
    await bench.come('paying order');
    await bench.come('paying order');
    expect(bench.done.at(-1)).to.equal('paying order: too_busy');
    expect(bench.left).to.deep.equal(['paying order: too late']);
  });
});
