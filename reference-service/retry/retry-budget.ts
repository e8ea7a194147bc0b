import type { RetryPolicy } from '../policy';

/** Bounds retries to a share of the questions, so that an outage is not answered with a multiple of the load. Google SRE Book, ch. 21. */
export class RetryBudget {
  readonly #policy: RetryPolicy;
  #saved: number;

  constructor(policy: RetryPolicy) {
    this.#policy = policy;
    this.#saved = policy.budgetBurst;
  }

  /** A question has been asked. */
  deposit(): void {
    this.#saved = Math.min(this.#policy.budgetBurst, this.#saved + this.#policy.budgetRatio);
  }

  /** Takes one retry. @returns false when none is left. */
  withdraw(): boolean {
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }
}
