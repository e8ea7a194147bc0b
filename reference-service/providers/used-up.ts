import type { ProviderEvent } from './provider';
import { limitResetMs } from './rate-limit-headers';

/** What the headers of a good answer say of limits that are used up with it; nothing where none is. */
export function* usedUp(headers: Headers): Generator<ProviderEvent> {
  const forMs = limitResetMs(headers);
  if (forMs !== undefined && forMs > 0) yield { kind: 'used up', forMs };
}
