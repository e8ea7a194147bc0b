import { type LedgerHistory, markOf, type Payload, type WriteAttempt, type WriteOutcome } from './history';

/** All attempts with one key and payload: one wish of a user, to be fulfilled at most once. */
export interface Write {
  readonly key: string;
  readonly mark: string;
  readonly user: string;
  readonly payload: Payload;
  readonly attempts: readonly WriteAttempt[];
  /**
   * Acknowledged when any attempt was: that promise is not taken back by what a later one was told. Unknown when any
   * was, and none acknowledged. Refused when all were.
   */
  readonly outcome: WriteOutcome;
  /** The first acknowledgement; Infinity without. */
  readonly acknowledgedAtMs: number;
  /** The first acknowledgement as done, not only accepted; Infinity without. */
  readonly doneAtMs: number;
  /** Only ever acknowledged as accepted, to be applied later. */
  readonly isPending: boolean;
  /** Before this it cannot have taken effect: attempts that were refused did not. Infinity when all were. */
  readonly possibleFromMs: number;
}

/** The writes of a history without its repeats, in order of the first attempt. */
export function writesOf({ writes }: Pick<LedgerHistory, 'writes'>): Write[] {
  const byWish = new Map<string, WriteAttempt[]>();
  for (const attempt of [...writes].sort((one, other) => one.invokedAtMs - other.invokedAtMs)) {
    const wish = JSON.stringify([attempt.user, attempt.key, markOf(attempt.payload)]);
    byWish.set(wish, [...(byWish.get(wish) ?? []), attempt]);
  }
  return [...byWish.values()].map(writeOf);
}

function writeOf(attempts: readonly WriteAttempt[]): Write {
  const { key, user, payload } = attempts[0] as WriteAttempt;
  const acknowledged = attempts.filter(({ outcome }) => outcome === 'acknowledged');
  const isUnknown = attempts.some(({ outcome }) => outcome === 'unknown');
  const effective = attempts.filter(({ outcome }) => outcome !== 'refused');
  return {
    key,
    mark: markOf(payload),
    user,
    payload,
    attempts,
    outcome: acknowledged.length > 0 ? 'acknowledged' : isUnknown ? 'unknown' : 'refused',
    acknowledgedAtMs: Math.min(...acknowledged.map(({ endedAtMs }) => endedAtMs)),
    doneAtMs: Math.min(
      ...acknowledged.filter(({ isPending }) => !isPending).map(({ endedAtMs }) => endedAtMs),
    ),
    isPending: acknowledged.length > 0 && acknowledged.every(({ isPending }) => isPending === true),
    possibleFromMs: Math.min(...effective.map(({ invokedAtMs }) => invokedAtMs)),
  };
}
