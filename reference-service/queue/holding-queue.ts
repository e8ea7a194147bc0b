import { type PriorityClass, rankOf, type StorageClass } from './priority';

/** Somebody who waits. */
export interface Waiting {
  readonly priority: PriorityClass | StorageClass;
  /** Milliseconds; within a class, who arrived first is first. */
  readonly arrivedAtMs: number;
}

/** What became of an offer. */
export type Offer<T> =
  | { held: false }
  /** `displaced`: who had to go to make room. */
  | { held: true; displaced: T | undefined };

/**
 * Those who wait: bounded, in order of class and then of arrival, except that every so often it is the turn of whoever
 * has waited longest, so that no class starves. When it is full, a higher class takes the place of the last of a lower one.
 */
export class HoldingQueue<T extends Waiting> {
  readonly #capacity: number;
  readonly #oldestEvery: number;
  #waiting: T[] = [];
  #turns = 0;

  /** @param oldestEvery each so manieth turn goes to whoever has waited longest; 0: never. */
  constructor(capacity: number, oldestEvery: number) {
    this.#capacity = capacity;
    this.#oldestEvery = oldestEvery;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** In the order in which they would be let on, longest waits aside. */
  waiting(): readonly T[] {
    return this.#waiting;
  }

  /** Takes somebody in, if there is room or room can be made. */
  offer(newcomer: T): Offer<T> {
    if (this.#waiting.length < this.#capacity) {
      this.#insert(newcomer);
      return { held: true, displaced: undefined };
    }
    const last = this.#waiting.at(-1);
    if (!last || rankOf(last.priority) <= rankOf(newcomer.priority)) return { held: false };
    this.#waiting.pop();
    this.#insert(newcomer);
    return { held: true, displaced: last };
  }

  /** Whose turn it is, of those whom it suits; they are no longer in the queue. */
  next(suits: (waiting: T) => boolean = () => true): T | undefined {
    const suited = this.#waiting.filter(suits);
    if (suited.length === 0) return undefined;
    this.#turns += 1;
    const isForOldest = this.#oldestEvery > 0 && this.#turns % this.#oldestEvery === 0;
    const chosen = (isForOldest ? oldestOf(suited) : suited[0]) as T;
    this.remove(chosen);
    return chosen;
  }

  /** Somebody has gone. */
  remove(gone: T): void {
    this.#waiting = this.#waiting.filter((each) => each !== gone);
    // Who comes to an empty queue begins a new order of turns.
    if (this.#waiting.length === 0) this.#turns = 0;
  }

  /** How many of those whom a turn suits will have theirs before this one at the very least, as things stand. */
  aheadOf(one: Waiting, suits: (waiting: T) => boolean = () => true): number {
    let [before, older] = [0, 0];
    for (const other of this.#waiting) {
      if (other === one || !suits(other)) continue;
      if (comesBefore(other, one)) before += 1;
      if (other.arrivedAtMs < one.arrivedAtMs) older += 1;
    }
    // Those who have waited longer must all be gone, by whichever turns, when it is this one's turn for that reason.
    return this.#oldestEvery === 0 ? before : Math.min(before, older);
  }

  #insert(newcomer: T): void {
    const place = this.#waiting.findIndex((other) => comesBefore(newcomer, other));
    this.#waiting.splice(place === -1 ? this.#waiting.length : place, 0, newcomer);
  }
}

function oldestOf<T extends Waiting>(waiting: readonly T[]): T {
  return waiting.reduce((oldest, each) => (each.arrivedAtMs < oldest.arrivedAtMs ? each : oldest));
}

function comesBefore(one: Waiting, other: Waiting): boolean {
  const ranks = rankOf(one.priority) - rankOf(other.priority);
  return ranks !== 0 ? ranks < 0 : one.arrivedAtMs < other.arrivedAtMs;
}
