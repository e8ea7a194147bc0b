import type { Toxic } from '../toxic';
import { wait } from './wait';

/**
 * A black hole for everything that comes back on a connection once something has been said on it that matches; what was
 * said itself arrives. To be added in both directions. Not one of Toxiproxy's, which does not look into what passes.
 */
export function muteAfter(words: RegExp): Toxic {
  const muted = new Set<number>();
  return {
    type: 'timeout',
    description: `black hole for what is answered after ${words}`,
    attach: ({ signal, connection, direction }) => ({
      pass: async ({ bytes }) => {
        if (direction === 'downstream') return muted.has(connection) ? wait(signal) : undefined;
        if (words.test(bytes.toString('latin1'))) muted.add(connection);
      },
    }),
  };
}
