import { nowMs } from '../clock';
import type { BreakerPolicy } from '../policy';
import type { BreakerReading, BreakerState, BreakerTransition } from './breaker-state';
import { CallWindow } from './call-window';

/** A call that was let through. Exactly the first of the three verdicts counts; each is safe to repeat. */
export interface Permit {
  succeeded(): void;
  /** @param persistent credentials, quota: opens at once and for longer. */
  failed(cause: string, persistent?: boolean): void;
  /** What says nothing about the guarded: the caller's mistake, a cancellation, a rate limit. */
  disregarded(): void;
  /** Life sign of a long call: a trial that still delivers when its time is up is no failure. */
  progressed(): void;
}

export type Admission =
  | { admitted: true; permit: Permit }
  | { admitted: false; reason: 'open' | 'trials-taken'; retryAfterMs: number };

/**
 * A circuit breaker in the dialect of MicroProfile Fault Tolerance and resilience4j, with three sharper edges: never more
 * trials than stated, however many arrive at once; a call from before a transition does not count after it; a trial
 * cannot hold the breaker half-open for ever. Measured before writing our own: docs/decisions/0002.
 */
export class Breaker {
  readonly #policy: BreakerPolicy;
  readonly #onTransition: (transition: BreakerTransition) => void;
  readonly name: string;
  #state: BreakerState;
  #openings = 0;

  constructor(
    name: string,
    policy: BreakerPolicy,
    onTransition: (transition: BreakerTransition) => void = () => {},
  ) {
    this.name = name;
    this.#policy = policy;
    this.#onTransition = onTransition;
    this.#state = this.#closedState(nowMs());
  }

  /** Lets the call through or refuses it. The first call after the open time begins the trials. */
  admit(): Admission {
    const now = nowMs();
    if (this.#state.kind === 'open') {
      const retryAfterMs = this.#state.trialsFromMs - now;
      if (retryAfterMs > 0) return { admitted: false, reason: 'open', retryAfterMs };
      this.#enter({ kind: 'half-open', sinceMs: now, inFlight: new Set(), succeeded: 0 }, 'open time over');
    }
    if (this.#state.kind === 'half-open') {
      const { inFlight, succeeded } = this.#state;
      if (inFlight.size + succeeded >= this.#policy.trials) {
        return { admitted: false, reason: 'trials-taken', retryAfterMs: this.#policy.openMs };
      }
    }
    return { admitted: true, permit: this.#permit() };
  }

  /** How things stand. Changes nothing, not even when the open time is over. */
  reading(): BreakerReading {
    const state = this.#state;
    const common = { name: this.name, state: state.kind, sinceMs: state.sinceMs };
    switch (state.kind) {
      case 'closed':
        return { ...common, consecutiveFailures: state.consecutiveFailures };
      case 'open':
        return { ...common, trialsFromMs: state.trialsFromMs, cause: state.cause };
      case 'half-open':
        return {
          ...common,
          trials: { inFlight: state.inFlight.size, succeeded: state.succeeded, needed: this.#policy.trials },
        };
    }
  }

  #permit(): Permit {
    const admittedIn = this.#state;
    const token = {};
    let settled = false;
    let progressedAtMs = 0;
    let timer: NodeJS.Timeout | undefined;
    const settle = (verdict: (state: BreakerState) => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      // A verdict from before a transition is about a world that is gone.
      if (this.#state === admittedIn) verdict(admittedIn);
    };
    const permit: Permit = {
      succeeded: () => settle((state) => this.#succeeded(state, token)),
      failed: (cause, persistent = false) => settle((state) => this.#failed(state, cause, persistent)),
      disregarded: () => settle((state) => state.kind === 'half-open' && state.inFlight.delete(token)),
      progressed: () => {
        progressedAtMs = nowMs();
      },
    };
    if (admittedIn.kind === 'half-open') {
      admittedIn.inFlight.add(token);
      const { trialMs } = this.#policy;
      timer = setTimeout(() => {
        // Only its place is given back: however late it ends, a stream counts when it ends.
        if (nowMs() - progressedAtMs < trialMs) admittedIn.inFlight.delete(token);
        else permit.failed(`a trial without an end after ${trialMs} ms`);
      }, trialMs);
      timer.unref();
    }
    return permit;
  }

  #succeeded(state: BreakerState, token: object): void {
    if (state.kind === 'closed') {
      state.consecutiveFailures = 0;
      state.window.add(false, nowMs());
      // The call that makes the window large enough to judge may be a success.
      if (state.window.reachesThreshold()) this.#open(sharesOf(state.window));
    } else if (state.kind === 'half-open') {
      state.inFlight.delete(token);
      state.succeeded += 1;
      if (state.succeeded < this.#policy.trials) return;
      this.#openings = 0;
      this.#enter(
        this.#closedState(nowMs()),
        `${state.succeeded} of ${this.#policy.trials} trials succeeded`,
      );
    }
  }

  #failed(state: BreakerState, cause: string, persistent: boolean): void {
    if (persistent) {
      this.#open(cause, this.#policy.persistentOpenMs);
    } else if (state.kind === 'half-open') {
      this.#open(`a trial failed: ${cause}`);
    } else if (state.kind === 'closed') {
      state.consecutiveFailures += 1;
      state.window.add(true, nowMs());
      const { consecutiveFailures } = this.#policy;
      if (consecutiveFailures > 0 && state.consecutiveFailures >= consecutiveFailures) {
        this.#open(`${state.consecutiveFailures} consecutive failures, the last one: ${cause}`);
      } else if (state.window.reachesThreshold()) {
        this.#open(`${sharesOf(state.window)}, the last failure: ${cause}`);
      }
    }
  }

  #open(cause: string, openForMs = this.#nextOpenMs()): void {
    this.#openings += 1;
    const now = nowMs();
    this.#enter({ kind: 'open', sinceMs: now, trialsFromMs: now + openForMs, cause }, cause, openForMs);
  }

  #nextOpenMs(): number {
    const { openMs, openGrowth, maxOpenMs } = this.#policy;
    return Math.min(maxOpenMs, openMs * openGrowth ** this.#openings);
  }

  #enter(next: BreakerState, cause: string, openForMs?: number): void {
    const before = this.#state;
    this.#state = next;
    this.#onTransition({
      breaker: this.name,
      from: before.kind,
      to: next.kind,
      cause,
      atMs: next.sinceMs,
      afterMs: next.sinceMs - before.sinceMs,
      ...(openForMs === undefined ? {} : { openForMs }),
    });
  }

  #closedState(now: number): BreakerState {
    const window = new CallWindow(this.#policy.failureRate);
    return { kind: 'closed', sinceMs: now, consecutiveFailures: 0, window };
  }
}

function sharesOf(window: CallWindow): string {
  return `${window.failures()} of ${window.calls()} calls failed`;
}
