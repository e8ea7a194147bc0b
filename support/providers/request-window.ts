/** What a limit on requests says to one of them. */
export interface RequestStanding {
  readonly isAdmitted: boolean;
  /** How many requests the window takes. */
  readonly limit: number;
  /** How many more it would take at once, after this one. */
  readonly remaining: number;
  /** Until the next would be admitted if nobody asked in between; 0 when it would be at once. Milliseconds. */
  readonly waitMs: number;
  /** Until the window would be empty if nobody asked in between. Milliseconds. */
  readonly resetMs: number;
}

/** At most `requests` admitted within any `perMs` milliseconds. */
export interface RequestLimit {
  readonly requests: number;
  readonly perMs: number;
  /**
   * Whether refused requests take room as well, so that who goes on asking goes on being refused.
   * Source: https://platform.openai.com/docs/guides/rate-limits ("unsuccessful requests contribute to your per-minute limit").
   */
  readonly countsRefused?: boolean;
}

/** A sliding window over requests: one leaves it exactly `perMs` after it came. Knows no clock. */
export class RequestWindow {
  /** When those came that take room, in order. */
  #cameAtMs: readonly number[] = [];

  /**
   * @param cameAtMs those that came before and take room already, in order.
   * @throws when the limit is not a whole number above 0, or its time is not above 0.
   */
  constructor(
    private readonly limit: RequestLimit,
    cameAtMs: readonly number[] = [],
  ) {
    this.#cameAtMs = cameAtMs;
    const { requests, perMs } = limit;
    if (Number.isInteger(requests) && requests > 0 && perMs > 0 && Number.isFinite(perMs)) return;
    throw new Error(
      `a limit must be a whole number of requests above 0 in a time above 0, got ${requests} in ${perMs} ms`,
    );
  }

  /** Counts a request. @param nowMs milliseconds on any clock that never goes back. */
  take(nowMs: number): RequestStanding {
    const { standing, cameAtMs } = this.#judge(nowMs);
    this.#cameAtMs = cameAtMs;
    return standing;
  }

  /** What a request would be told, without one. */
  look(nowMs: number): RequestStanding {
    return this.#judge(nowMs).standing;
  }

  #judge(nowMs: number): { standing: RequestStanding; cameAtMs: number[] } {
    const { requests, perMs, countsRefused = false } = this.limit;
    const within = this.#cameAtMs.filter((atMs) => nowMs - atMs < perMs);
    const isAdmitted = within.length < requests;
    const cameAtMs = isAdmitted || countsRefused ? [...within, nowMs] : within;
    // The one with whose leaving fewer than `requests` are left.
    const leavesFirst = cameAtMs[cameAtMs.length - requests];
    const untilGoneMs = (atMs: number | undefined) => (atMs === undefined ? 0 : perMs - (nowMs - atMs));
    const standing = {
      isAdmitted,
      limit: requests,
      remaining: Math.max(0, requests - cameAtMs.length),
      waitMs: untilGoneMs(leavesFirst),
      resetMs: untilGoneMs(cameAtMs.at(-1)),
    };
    return { standing, cameAtMs };
  }
}
