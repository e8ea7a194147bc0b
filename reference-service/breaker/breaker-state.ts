import type { CallWindow } from './call-window';

/** The machine behind a breaker. Each state carries just what is true in it. */
export type BreakerState =
  | { kind: 'closed'; sinceMs: number; consecutiveFailures: number; window: CallWindow }
  | { kind: 'open'; sinceMs: number; trialsFromMs: number; cause: string }
  | { kind: 'half-open'; sinceMs: number; inFlight: Set<object>; succeeded: number };

export type BreakerStateName = BreakerState['kind'];

/** What a breaker shows of itself. Reading it changes nothing. Times are milliseconds since the epoch. */
export interface BreakerReading {
  name: string;
  state: BreakerStateName;
  sinceMs: number;
  /** Open: when the first trial may begin. The state stays open until one does. */
  trialsFromMs?: number;
  /** Open: what opened it. */
  cause?: string;
  /** Closed: failures since the last success. */
  consecutiveFailures?: number;
  /** Half-open: trials that are under way and that have succeeded. */
  trials?: { inFlight: number; succeeded: number; needed: number };
}

/** One change of state. */
export interface BreakerTransition {
  breaker: string;
  from: BreakerStateName;
  to: BreakerStateName;
  /** Why, in a few words: `5 consecutive failures (timeout)`. */
  cause: string;
  atMs: number;
  /** How long the state before had lasted. */
  afterMs: number;
  /** To open: how long it will refuse at least. */
  openForMs?: number;
}
