import { type BulkheadPolicy, bulkhead } from 'cockatiel';

/** Gives the place back. Safe to repeat. */
export type Release = () => void;

/** So many calls under way at once and no more; cockatiel counts. */
export class Bulkhead {
  readonly #policy: BulkheadPolicy;

  constructor(maxConcurrent: number) {
    this.#policy = bulkhead(maxConcurrent, 0);
  }

  /** Takes a place. @returns undefined when all are taken. */
  take(): Release | undefined {
    if (this.#policy.executionSlots <= 0) return undefined;
    let release: Release = () => {};
    // The place is held for as long as this promise is pending; a slot was free, so it begins in this very tick.
    void this.#policy.execute(() => new Promise<void>((resolve) => (release = resolve)));
    return () => release();
  }

  /** Places still free. */
  free(): number {
    return this.#policy.executionSlots;
  }
}
