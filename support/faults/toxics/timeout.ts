import type { Toxic } from '../toxic';
import { wait } from './wait';

/**
 * A black hole: nothing passes. With `timeoutMs` above 0 the connection is closed after that time; with 0 (default) it
 * stays open.
 *
 * Unlike Toxiproxy, which drops what it swallowed, removing the toxic delivers what was held back: that is what TCP's
 * retransmission does when a partition heals, and how a write can land long after its sender gave up.
 */
export function timeout(options: { timeoutMs?: number } = {}): Toxic {
  const { timeoutMs = 0 } = options;
  return {
    type: 'timeout',
    description: timeoutMs > 0 ? `black hole, closed after ${timeoutMs} ms` : 'black hole',
    attach: ({ signal, close }) => {
      if (timeoutMs > 0) {
        wait(signal, timeoutMs).then(() => {
          if (!signal.aborted) close();
        });
      }
      return { pass: () => wait(signal) };
    },
  };
}
