import type { Toxic } from '../toxic';
import { wait } from './wait';

/** Passes bytes at once, but the end of the stream only `delayMs` later. */
export function slowClose(options: { delayMs: number }): Toxic {
  const { delayMs } = options;
  return {
    type: 'slow_close',
    description: `closing ${delayMs} ms late`,
    attach: ({ signal }) => ({
      pass: (parcel) =>
        parcel.kind === 'bytes'
          ? Promise.resolve()
          : wait(signal, parcel.arrivedAtMs + delayMs - performance.now()),
    }),
  };
}
