import type { UsageEvent } from './usage-event';

/** Events that wait to be stored, the oldest first. Bounded: what comes when it is full is dropped and counted. */
export class UsageBuffer {
  readonly #capacity: number;
  readonly #events: UsageEvent[] = [];
  #dropped = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @returns false when there was no room. */
  add(event: UsageEvent): boolean {
    if (this.#events.length >= this.#capacity) {
      this.#dropped += 1;
      return false;
    }
    this.#events.push(event);
    return true;
  }

  /** The oldest, which stay until they are taken out. */
  first(most: number): readonly UsageEvent[] {
    return this.#events.slice(0, most);
  }

  /** Takes so many of the oldest out. */
  remove(count: number): void {
    this.#events.splice(0, count);
  }

  get waiting(): number {
    return this.#events.length;
  }

  /** Since the beginning. */
  get dropped(): number {
    return this.#dropped;
  }
}
