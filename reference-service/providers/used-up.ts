import type { ProviderEvent } from './provider';
import { nextRoomMs } from './rate-limit-headers';

/** What the headers of a good answer say of limits that are used up with it; nothing where none is. */
export function* usedUp(headers: Headers): Generator<ProviderEvent> {
  const forMs = nextRoomMs(headers);
  // Less than a millisecond is no wait.
  if (forMs !== undefined && forMs >= 1) yield { kind: 'used up', forMs };
}
