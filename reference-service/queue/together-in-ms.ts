import type { GuardedProvider } from '../routing/guarded-provider';

/**
 * The earliest that so many calls can have been let in by these providers together, the last one included, in
 * milliseconds; never longer than it will really take.
 */
export function togetherInMs(providers: readonly Pick<GuardedProvider, 'turnInMs'>[], calls: number): number {
  const soonestFirst = [...providers].sort((one, other) => one.turnInMs(1) - other.turnInMs(1));
  // If this many of them take part, the last of these has begun, and one of them lets in its share or more.
  const waits = soonestFirst.map((last, index) => {
    const share = Math.ceil(calls / (index + 1));
    const shares = soonestFirst.slice(0, index + 1).map((guarded) => guarded.turnInMs(share));
    return Math.max(last.turnInMs(1), Math.min(...shares));
  });
  return Math.min(...waits);
}
