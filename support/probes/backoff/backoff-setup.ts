/** What a service is told to do between two attempts, and how many clients are watched doing it. */
export interface BackoffSetup {
  /** Calls made for one question, the first included. */
  readonly attempts: number;
  /** The first wait is drawn from 0 to this, in milliseconds. */
  readonly baseMs: number;
  /** No wait is drawn from more than 0 to this, in milliseconds. */
  readonly capMs: number;
  /** Fewer clients than this say nothing. */
  readonly clients: number;
}

/**
 * The set-up for which the limits were chosen; see docs/backoff-statistics.md. A base of a second keeps the noise of a
 * busy machine small beside the waits; the cap is reached early, so that three of the five waits stand at it.
 */
export const backoffSetup: BackoffSetup = { attempts: 6, baseMs: 1_000, capMs: 4_000, clients: 300 };

/** The longest that the wait before this retry may be. @param retry 1 for the first. @returns milliseconds */
export function nominalMs(retry: number, setup: BackoffSetup = backoffSetup): number {
  return Math.min(setup.capMs, setup.baseMs * 2 ** (retry - 1));
}
