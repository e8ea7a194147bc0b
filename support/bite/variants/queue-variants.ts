import type { Variant } from '../variant';

const queue = 'reference-service/queue/holding-queue.ts';
const turns = 'reference-service/queue/turns.ts';
const order = 'what came to the primary provider';
const priorityOf = "export function priorityOf(plan: User['plan'], work: Work): PriorityClass {";
const common = { tags: '', runs: 'named' } as const;

/** A plain list: no classes, no bound, nobody leaves it but by a turn. */
const plainList = `export class HoldingQueue<T extends Waiting> {
  readonly #list: T[] = [];
  constructor(..._: unknown[]) {}
  get size(): number { return this.#list.length; }
  waiting(): readonly T[] { return this.#list; }
  offer(newcomer: T): Offer<T> { this.#list.push(newcomer); return { held: true, displaced: undefined }; }
  next(): T | undefined { return this.#list.shift(); }
  remove(_gone: T): void {}
  aheadOf(_one: Waiting, _suits?: unknown): number { return 0; }
}
class FairQueue<T extends Waiting> {`;

/** Who waits, in which order, and who does not. */
export const queueVariants: readonly Variant[] = [
  {
    ...common,
    name: 'first-come-first-served',
    wrong: 'The queue is a plain list: no classes, no bound, and nobody leaves it but by a turn.',
    file: queue,
    find: 'export class HoldingQueue<T extends Waiting> {',
    replace: plainList,
    mustFail: {
      'Paying users come before trial users': order,
      'Within a class who came first is first': order,
      'Trial users are not starved by paying users': order,
      'Questions come before summaries, within a plan': order,
      'Whom a full queue has no room for is refused at once': 'to equal',
      'A paying user takes the place of the last trial user': 'whether each of those who waited was refused',
      'Who gives up makes room for another': 'a user who gave up was still waiting',
      'A user who stands too far back is refused': "the primary provider's limit still lasted",
      'The metrics count what users and the provider saw': 'what the metrics count',
    },
  },
  {
    ...common,
    name: 'no-classes',
    wrong: 'All who wait are of one class.',
    file: queue,
    find: 'return ranks !== 0 ? ranks < 0 : one.arrivedAtMs < other.arrivedAtMs;',
    replace: 'return ranks < 9 && one.arrivedAtMs < other.arrivedAtMs;',
    mustFail: {
      'Paying users come before trial users': order,
      'Within a class who came first is first': order,
      'Trial users are not starved by paying users': order,
      'Questions come before summaries, within a plan': order,
    },
  },
  {
    ...common,
    name: 'last-come-first-served',
    wrong: 'Within a class who came last is first.',
    file: queue,
    find: 'return ranks !== 0 ? ranks < 0 : one.arrivedAtMs < other.arrivedAtMs;',
    replace: 'return ranks !== 0 ? ranks < 0 : one.arrivedAtMs > other.arrivedAtMs;',
    mustFail: { 'Within a class who came first is first': 'places in the order of asking' },
  },
  {
    ...common,
    name: 'lower-classes-starve',
    wrong: 'Nobody of a lower class is let on while one of a higher class waits.',
    file: queue,
    find: 'const isForOldest = this.#oldestEvery > 0 && this.#turns % this.#oldestEvery === 0;',
    replace: 'const isForOldest = false;',
    mustFail: { 'Trial users are not starved by paying users': order },
  },
  {
    ...common,
    name: 'plans-alike',
    wrong: 'Trial users wait as paying users do.',
    file: 'reference-service/queue/priority.ts',
    find: priorityOf,
    replace: `${priorityOf}\n  plan = 'paying';`,
    mustFail: { 'Paying users come before trial users': order },
  },
  {
    ...common,
    name: 'background-first-come',
    wrong: 'What is done on the side waits as what users wait for does.',
    file: 'reference-service/queue/priority.ts',
    find: priorityOf,
    replace: `${priorityOf}\n  work = 'question';`,
    mustFail: { 'Questions come before summaries, within a plan': order },
  },
  {
    ...common,
    name: 'queue-without-a-bound',
    wrong: 'However many wait, one more is taken in.',
    file: queue,
    find: 'if (this.#waiting.length < this.#capacity) {',
    replace: 'if (this.#waiting.length < 1_000 * this.#capacity) {',
    mustFail: {
      'Whom a full queue has no room for is refused at once': 'to equal',
      'A paying user takes the place of the last trial user': 'whether each of those who waited was refused',
      'The metrics count what users and the provider saw': 'what the metrics count',
    },
  },
  {
    ...common,
    name: 'nobody-makes-room',
    wrong: 'A full queue of trial users has no room for a paying user.',
    file: queue,
    find: 'if (!last || rankOf(last.priority) <= rankOf(newcomer.priority)) return { held: false };',
    replace: 'if (last || !last) return { held: false };',
    mustFail: {
      'A paying user takes the place of the last trial user': "expected all of the primary provider's",
      'The metrics count what users and the provider saw': 'what the metrics count',
    },
  },
  {
    ...common,
    name: 'first-makes-room',
    wrong: 'Not the last but the first of a lower class has to go.',
    file: queue,
    find: '    this.#waiting.pop();\n    this.#insert(newcomer);\n    return { held: true, displaced: last };',
    replace:
      '    const first = this.#waiting.shift();\n    this.#insert(newcomer);\n    return { held: true, displaced: first };',
    mustFail: {
      'A paying user takes the place of the last trial user': 'whether each of those who waited was refused',
    },
  },
  {
    ...common,
    name: 'who-gives-up-stays',
    wrong: 'Who hangs up while waiting keeps the place.',
    file: turns,
    find: "caller.signal.addEventListener('abort', onAbort, { once: true });",
    replace: '',
    mustFail: { 'Who gives up makes room for another': 'a user who gave up was still waiting' },
  },
  {
    ...common,
    name: 'queue-miscounted',
    wrong: 'The metrics count everybody who leaves the queue as let on.',
    file: 'reference-service/telemetry/metrics.ts',
    find: 'this.#leftQueue.inc({ class: priority, outcome });',
    replace: "this.#leftQueue.inc({ class: priority, outcome: 'let on' });",
    mustFail: { 'The metrics count what users and the provider saw': 'what the metrics count' },
  },
];
