/**
 * The limits of the checks, for `backoffSetup` and any number of clients from there on (more clients only make false
 * alarms rarer). Shares and ratios, 0 to 1. How each was chosen: docs/backoff-statistics.md.
 */
export const limits = {
  /** Clients that made fewer or more attempts than the set-up says. */
  irregularShare: 0.01,
  growth: {
    /** Median of the waits over the longest that they may be. Full jitter: 0.5. */
    median: { atLeast: 0.37, atMost: 0.65 },
    /** Their ninth decile, likewise. Full jitter: 0.9. */
    ninthDecile: { atLeast: 0.81, atMost: 1.0 },
  },
  spread: {
    windowMs: 50,
    /** Share of the clients in the fullest window, for each retry. */
    atMost: [0.2, 0.12, 0.09, 0.08, 0.08],
  },
  shape: {
    /** Kolmogorov-Smirnov distance of wait over nominal from uniform. */
    atMost: 0.16,
  },
  pileUp: {
    /** A hundredth of the cap. */
    windowMs: 40,
    /** Share in the fullest window of all waits that stand at the cap. */
    atMost: 0.06,
  },
  floor: {
    /** Timers fire up to a millisecond early, and two clocks are read. */
    toleranceMs: 5,
    windowMs: 50,
    /** Share of the clients in the fullest window of what they wait on top of the floor, over the first retry's range. */
    atMost: [0.2, 0.12, 0.09, 0.08, 0.08],
  },
} as const;
