import type { Toxic } from '../toxic';
import { wait } from './wait';

/** Resets each connection (RST) `afterMs` after it was accepted, or after the toxic was added; 0 (default): at once. */
export function resetPeer(options: { afterMs?: number } = {}): Toxic {
  const { afterMs = 0 } = options;
  return {
    type: 'reset_peer',
    description: afterMs > 0 ? `reset after ${afterMs} ms` : 'reset at once',
    attach: ({ signal, reset }) => {
      wait(signal, afterMs).then(() => {
        if (!signal.aborted) reset();
      });
      // At once means before a single byte.
      return afterMs > 0 ? {} : { pass: () => wait(signal) };
    },
  };
}
