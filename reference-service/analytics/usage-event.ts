/** One request of a user, as it is recorded for usage reports. Nothing that anybody wrote is in it. */
export interface UsageEvent {
  /** Tells it from every other, so that a batch which is sent again is counted once. */
  id: string;
  /** When it was answered, milliseconds since the epoch. */
  at: number;
  user: string;
  operation: string;
  /** The error's code; empty where it was done or accepted. */
  refused: string;
  duration_ms: number;
}
