import type { Toxic } from '../toxic';
import { wait } from './wait';

const slicesPerSecond = 20;

/**
 * Lets through at most `bytesPerSecond` on each connection.
 * @throws RangeError when the rate is not positive: `timeout` is the toxic for a line on which nothing passes.
 */
export function bandwidth(options: { bytesPerSecond: number }): Toxic {
  const { bytesPerSecond } = options;
  if (!(bytesPerSecond > 0)) {
    throw new RangeError(
      `bandwidth must be more than 0 bytes per second; got ${bytesPerSecond}; for a dead line use the toxic "timeout"`,
    );
  }
  return {
    type: 'bandwidth',
    description: `bandwidth of ${bytesPerSecond} bytes per second`,
    attach: ({ signal }) => ({
      maxChunkBytes: Math.max(1, Math.floor(bytesPerSecond / slicesPerSecond)),
      pass: (parcel) => wait(signal, (parcel.bytes.length / bytesPerSecond) * 1000),
    }),
  };
}
