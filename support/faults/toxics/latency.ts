import type { Toxic } from '../toxic';
import { wait } from './wait';

/**
 * Delays everything by `latencyMs`, give or take up to `jitterMs`; order is kept and throughput is not limited.
 * @param options milliseconds; `jitterMs` defaults to 0.
 */
export function latency(options: { latencyMs: number; jitterMs?: number }): Toxic {
  const { latencyMs, jitterMs = 0 } = options;
  return {
    type: 'latency',
    description: `latency of ${latencyMs} ms${jitterMs > 0 ? ` ± ${jitterMs} ms` : ''}`,
    attach: ({ signal }) => ({
      pass: (parcel) => {
        const delayMs = latencyMs + jitterMs * (2 * Math.random() - 1);
        // From its arrival, so that chunks which queue up behind each other are not delayed twice.
        return wait(signal, parcel.arrivedAtMs + delayMs - performance.now());
      },
    }),
  };
}
