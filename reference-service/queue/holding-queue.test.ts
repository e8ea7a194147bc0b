import { describe, test } from 'node:test';
import { expect } from 'chai';
import { randomFrom } from '../random';
import { HoldingQueue, type Waiting } from './holding-queue';
import { type PriorityClass, priorityClasses } from './priority';

interface Somebody extends Waiting {
  readonly name: string;
}

const classOf: Record<string, PriorityClass> = {
  P: 'paying question',
  p: 'paying background',
  T: 'trial question',
  t: 'trial background',
};
/** `T3`: a trial user's question that arrived at 3; small letters are background. */
const somebody = (name: string): Somebody => ({
  name,
  priority: classOf[name[0] as string] as PriorityClass,
  arrivedAtMs: Number.parseInt(name.slice(1), 10),
});
const queueOf = (names: string, { capacity = 100, oldestEvery = 0 } = {}): HoldingQueue<Somebody> => {
  const queue = new HoldingQueue<Somebody>(capacity, oldestEvery);
  for (const name of names.split(' ').filter(Boolean)) queue.offer(somebody(name));
  return queue;
};
const namesIn = (queue: HoldingQueue<Somebody>): string =>
  queue
    .waiting()
    .map(({ name }) => name)
    .join(' ');
/** Lets them on until nobody waits. */
const letOn = (queue: HoldingQueue<Somebody>): string => {
  const names: string[] = [];
  for (let next = queue.next(); next; next = queue.next()) names.push(next.name);
  return names.join(' ');
};

describe('the holding queue', () => {
  test('lets on by class, and by arrival within a class', () => {
    expect(letOn(queueOf('t1 T2 p3 P4 P5 T1 p2'))).to.equal('P4 P5 p2 p3 T1 T2 t1');
  });

  test('keeps the order of taking in where several arrived at the same moment', () => {
    expect(letOn(queueOf('P1a P1b P1c'))).to.equal('P1a P1b P1c');
  });

  test('puts whoever comes back where the arrival belongs, not at the end', () => {
    const queue = queueOf('P2 P3');
    queue.offer(somebody('P1'));
    expect(namesIn(queue)).to.equal('P1 P2 P3');
  });

  test('gives nobody a turn when nobody waits, or nobody whom it suits', () => {
    expect(queueOf('').next()).to.equal(undefined);
    const queue = queueOf('P1');
    expect(queue.next(() => false)).to.equal(undefined);
    expect(queue.size).to.equal(1);
  });

  test('lets on the first whom the turn suits', () => {
    const queue = queueOf('P1 p2 T3 t4');
    expect(queue.next(({ name }) => name > 'T')?.name).to.equal('p2');
    expect(namesIn(queue)).to.equal('P1 T3 t4');
  });

  for (const [capacity, newcomer, held, names] of [
    [0, 'P9', false, ''],
    [4, 't9', true, 'P1 T2 t3 t9'],
    [3, 'P9', 't3', 'P1 P9 T2'],
    [3, 'p9', 't3', 'P1 p9 T2'],
    [3, 'T9', 't3', 'P1 T2 T9'],
    [3, 't9', false, 'P1 T2 t3'],
    [3, 't0', false, 'P1 T2 t3'],
    [2, 'T9', false, 'P1 T2'],
    [2, 'p9', 'T2', 'P1 p9'],
    [1, 'p9', false, 'P1'],
  ] as const) {
    test(`with room for ${capacity} of P1 T2 t3 takes in ${newcomer}: ${held}`, () => {
      const queue = queueOf('P1 T2 t3', { capacity });
      const offer = queue.offer(somebody(newcomer));
      const seen = offer.held ? (offer.displaced?.name ?? true) : false;
      expect([seen, namesIn(queue)]).to.deep.equal([held, names]);
    });
  }

  test('displaces the last of the lowest class, even where somebody else has waited less long', () => {
    const queue = queueOf('t1 t2 T3', { capacity: 3 });
    expect(queue.offer(somebody('P4'))).to.have.nested.property('displaced.name', 't2');
  });

  for (const [oldestEvery, order] of [
    [0, 'P3 P4 P5 P6 p2 T1 t0'],
    [1, 't0 T1 p2 P3 P4 P5 P6'],
    [2, 'P3 t0 P4 T1 P5 p2 P6'],
    [3, 'P3 P4 t0 P5 P6 T1 p2'],
    [7, 'P3 P4 P5 P6 p2 T1 t0'],
  ] as const) {
    test(`gives each ${oldestEvery}. turn to whoever has waited longest`, () => {
      expect(letOn(queueOf('t0 T1 p2 P3 P4 P5 P6', { oldestEvery }))).to.equal(order);
    });
  }

  test('gives the turn of the longest wait to one whom it suits', () => {
    const queue = queueOf('t0 T1 P2', { oldestEvery: 1 });
    expect(queue.next(({ name }) => name !== 't0')?.name).to.equal('T1');
  });

  for (const [how, empty, order] of [
    ['by turns', (queue: HoldingQueue<Somebody>) => queue.next(), 'P3 P4 t0'],
    ['by going', (queue: HoldingQueue<Somebody>) => queue.remove(queue.waiting()[0] as Somebody), 'P3 P4 t0'],
    ['not at all', () => {}, 'P2 t0 P3 P4'],
  ] as const) {
    test(`begins a new order of turns when it has been emptied: ${how}`, () => {
      const queue = queueOf('P1 P2', { oldestEvery: 3 });
      queue.next();
      empty(queue);
      for (const name of ['P3', 't0', 'P4']) queue.offer(somebody(name));
      expect(letOn(queue)).to.equal(order);
    });
  }

  test('forgets who has gone, once', () => {
    const queue = queueOf('P1 P2 P3');
    const gone = queue.waiting()[1] as Somebody;
    queue.remove(gone);
    queue.remove(gone);
    expect(namesIn(queue)).to.equal('P1 P3');
  });
});

describe('how many come first', () => {
  test('is how many come before in the order of turns, for those who wait and for newcomers', () => {
    const queue = queueOf('P1 P3 p2 T1 t1');
    expect(queue.waiting().map((each) => queue.aheadOf(each))).to.deep.equal([0, 1, 2, 3, 4]);
    expect(['P2', 'P9', 'p9', 't9'].map((name) => queue.aheadOf(somebody(name)))).to.deep.equal([1, 2, 3, 5]);
  });

  test('counts only those who can take the turn', () => {
    const queue = queueOf('P1 P2 P3');
    expect(queue.aheadOf(somebody('T9'), ({ name }) => name === 'P2')).to.equal(1);
  });

  const rounds = 2_000;
  for (const oldestEvery of [0, 1, 2, 5]) {
    test(`is never overstated, in ${rounds} random queues that give each ${oldestEvery}. turn to the longest wait`, () => {
      for (let seed = 1; seed <= rounds; seed += 1) {
        const random = randomFrom(seed);
        const upTo = (below: number): number => Math.floor(random() * below);
        const queue = new HoldingQueue<Somebody & { can: string }>(8, oldestEvery);
        const offer = (): void => {
          const priority = priorityClasses[upTo(4)] as PriorityClass;
          queue.offer({
            priority,
            arrivedAtMs: upTo(12),
            name: '',
            can: ['a', 'b', 'ab'][upTo(3)] as string,
          });
        };
        const suits =
          (provider: string) =>
          ({ can }: { can: string }): boolean =>
            can.includes(provider);
        // The turns are somewhere in their order when the question is put.
        for (let step = 0; step < 12; step += 1) {
          if (random() < 0.7) offer();
          else queue.next(suits(upTo(2) === 0 ? 'a' : 'b'));
        }
        const [one] = [...queue.waiting()].sort(() => random() - 0.5);
        if (!one) continue;
        const told = new Map(['a', 'b'].map((provider) => [provider, queue.aheadOf(one, suits(provider))]));
        const letOnBefore: { can: string }[] = [];
        for (;;) {
          const provider = upTo(2) === 0 ? 'a' : 'b';
          const next = queue.next(suits(provider));
          if (next === one) {
            const real = letOnBefore.filter(suits(provider)).length;
            expect(told.get(provider), `seed ${seed}`).to.be.at.most(real);
            break;
          }
          if (next) letOnBefore.push(next);
        }
      }
    });
  }
});
