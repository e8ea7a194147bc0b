/** What became of a question, as its user saw it. Times are milliseconds since the epoch on the harness's clock. */
export interface Answer {
  readonly user: string;
  readonly question: string;
  readonly streamed: boolean;
  readonly askedAtMs: number;
  firstTokenAtMs?: number;
  endedAtMs: number;
  /**
   * complete: said to be finished, and said so in full; refused: an explicit error instead of an answer; broken off: an
   * explicit error after the first token; given up: by the user; lost: none of these, which must never be.
   */
  outcome: 'complete' | 'refused' | 'broken off' | 'given up' | 'lost';
  text: string;
  model?: string;
  status?: number;
  /** How often the answer was said to be finished; once is right. */
  finishes: number;
  error?: AnswerError;
  headers: Readonly<Record<string, string>>;
  /** What was seen where the outcome is `lost`. */
  trace?: string;
}

/** An error as the user was told of it. */
export interface AnswerError {
  code: string;
  message: string;
  class?: string;
  retryAfterSeconds?: number;
}
