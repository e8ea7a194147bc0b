/**
 * The limits of the checks, for `backoffSetup` and any number of clients from there on (more clients only make false
 * alarms rarer). Shares and ratios, 0 to 1. How each was chosen: docs/backoff-statistics.md.
 */
export const limits = {
  /** Clients that made fewer or more attempts than the set-up says. */
  irregularShare: 0.01,
  /**
   * What the machine may add to a wait on average, in milliseconds: limits that noise pushes against give way by this
   * over the longest wait. The first wait of 300 clients, begun over 3 s beside two busy processes, had 47 ms more.
   */
  noiseMs: 60,
  growth: {
    /** Median of the waits over the longest that they may be, noise aside. Full jitter: 0.5. */
    median: { atLeast: 0.36, atMost: 0.64 },
    /** Their ninth decile, likewise. Full jitter: 0.9. */
    ninthDecile: { atLeast: 0.78, atMost: 1 },
  },
  spread: {
    windowMs: 50,
    /** Share of the clients in the fullest window, for each retry. */
    atMost: [0.22, 0.125, 0.095, 0.08, 0.075],
  },
  shape: {
    /** Kolmogorov-Smirnov distance of wait over nominal from uniform, noise aside: one in a million at 300 clients. */
    atMost: 0.1555,
  },
  pileUp: {
    /** A hundredth of the cap. */
    windowMs: 40,
    /** Share in the fullest window of all waits that stand at the cap. */
    atMost: 0.045,
  },
  floor: {
    /** Timers fire up to a millisecond early, and two clocks are read. */
    toleranceMs: 5,
    windowMs: 50,
    /** Share of the clients in the fullest window of what they wait on top of the floor, for each retry. */
    atMost: [0.22, 0.1, 0.075, 0.075, 0.075],
  },
} as const;
