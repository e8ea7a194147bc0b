/** One question and what became of it. Times are milliseconds on one clock. */
export interface RecordedRequest {
  readonly askedAtMs: number;
  /** Infinity when it never ended. */
  readonly endedAtMs: number;
  /** It was answered as asked, and while its user still wanted it. */
  readonly isGood: boolean;
}

/** The parts of a run, on the clock of its requests. */
export interface FaultPhases {
  readonly beganAtMs: number;
  readonly faultAtMs: number;
  readonly healedAtMs: number;
  readonly endedAtMs: number;
}

/** A run in which a fault came and went. The load must be the same in all of its parts. */
export interface FaultRecord {
  /** In any order. */
  readonly requests: readonly RecordedRequest[];
  readonly phases: FaultPhases;
}
