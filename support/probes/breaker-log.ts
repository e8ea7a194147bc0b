import type { LogLine } from '../environments/service/running-service';
import type { BreakerStateName } from './service-state';

/** A change of a breaker's state as the log tells of it. Times are milliseconds. */
export interface LoggedTransition {
  from: BreakerStateName;
  to: BreakerStateName;
  cause: string;
  atMs: number;
  /** How long the state before had lasted. */
  afterMs: number;
  openForMs: number | undefined;
}

/** What the log tells of one breaker, in order. */
export function transitionsOf(breaker: string, log: readonly LogLine[]): LoggedTransition[] {
  return log
    .filter((line) => line.event === 'breaker.transition' && line.breaker === breaker)
    .map((line) => ({
      from: line.from as BreakerStateName,
      to: line.to as BreakerStateName,
      cause: String(line.cause),
      atMs: Date.parse(String(line.at)),
      afterMs: Number(line.afterMs),
      openForMs: line.openForMs === undefined ? undefined : Number(line.openForMs),
    }));
}
