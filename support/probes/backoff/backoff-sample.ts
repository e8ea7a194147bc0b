import type { AttemptHistory } from './attempt-history';
import { type BackoffSetup, backoffSetup } from './backoff-setup';

/**
 * What the checks look at: a column of numbers for each retry, one number for each client, in milliseconds, ascending.
 * `waits[0]` belongs to the first retry, which is the second attempt.
 */
export interface BackoffSample {
  /** Clients that made exactly the attempts of the set-up. Only they are in the columns. */
  readonly clients: number;
  /** Clients that made fewer or more. Leaving them out distorts the rest: who gives up early is who waited long. */
  readonly irregular: number;
  /** From the answer to the next arrival, the floor taken off: negative where the client came before it. */
  readonly waits: readonly Float64Array[];
  /** When the retry arrived, since the first arrival of all. */
  readonly arrivals: readonly Float64Array[];
  /** When it would have arrived, had all been refused at the same moment at first and had no floor been named. */
  readonly alignedArrivals: readonly Float64Array[];
  /** How many clients were given a floor before this retry. */
  readonly floors: readonly number[];
}

/**
 * Puts recorded histories into columns.
 * @throws when times are not numbers, a floor is negative, or attempts are not in order of arrival.
 */
export function backoffSample(
  histories: readonly AttemptHistory[],
  setup: BackoffSetup = backoffSetup,
): BackoffSample {
  histories.forEach(demandSound);
  const regular = histories.filter(({ attempts }) => attempts.length === setup.attempts);
  const column = (): Float64Array[] =>
    Array.from({ length: setup.attempts - 1 }, () => new Float64Array(regular.length));
  const [waits, arrivals, alignedArrivals] = [column(), column(), column()];
  const floors = Array.from({ length: setup.attempts - 1 }, () => 0);
  const startMs = regular.reduce((earliest, { attempts }) => {
    return Math.min(earliest, attempts[0]?.arrivedAtMs ?? earliest);
  }, Number.POSITIVE_INFINITY);
  regular.forEach(({ attempts }, client) => {
    let alignedMs = 0;
    attempts.slice(1).forEach(({ arrivedAtMs }, retry) => {
      const before = attempts[retry] as AttemptHistory['attempts'][number];
      const waitMs = arrivedAtMs - (before.answeredAtMs ?? before.arrivedAtMs) - (before.floorMs ?? 0);
      alignedMs += waitMs;
      put(waits[retry], client, waitMs);
      put(arrivals[retry], client, arrivedAtMs - startMs);
      put(alignedArrivals[retry], client, alignedMs);
      floors[retry] = (floors[retry] ?? 0) + (before.floorMs === undefined ? 0 : 1);
    });
  });
  for (const columns of [waits, arrivals, alignedArrivals]) for (const each of columns) each.sort();
  return {
    clients: regular.length,
    irregular: histories.length - regular.length,
    waits,
    arrivals,
    alignedArrivals,
    floors,
  };
}

function put(column: Float64Array | undefined, client: number, value: number): void {
  if (column) column[client] = value;
}

function demandSound({ client, attempts }: AttemptHistory): void {
  let beforeMs = Number.NEGATIVE_INFINITY;
  for (const { arrivedAtMs, answeredAtMs, floorMs = 0 } of attempts) {
    const isSound =
      Number.isFinite(arrivedAtMs) &&
      Number.isFinite(answeredAtMs ?? 0) &&
      Number.isFinite(floorMs) &&
      floorMs >= 0 &&
      arrivedAtMs >= beforeMs;
    if (!isSound) {
      const got = JSON.stringify({ arrivedAtMs, answeredAtMs, floorMs });
      throw new Error(
        `Attempts must have finite times, floors of at least 0, and stand in order of arrival; client "${client}" ` +
          `has ${got} after an arrival at ${beforeMs}: sort the log and look at its clock`,
      );
    }
    beforeMs = arrivedAtMs;
  }
}
