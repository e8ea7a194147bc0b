import type { BackoffSample } from './backoff-sample';
import { type Figure, type Finding, findingOf } from './finding';
import { fullestWindow } from './fullest-window';
import { limits } from './limits';
import { tooFew } from './too-few';

/**
 * No stampede: for each retry, the share of the clients that arrive within the fullest 50 ms. Looked at twice: as they
 * arrived, which is what the provider bears; and as if all had been refused at the same moment, since clients that
 * happened to begin at different times seem spread though each waits exactly as long as the others.
 */
export function spread(sample: BackoffSample): Finding {
  const { windowMs, atMost } = limits.spread;
  const figures = sample.arrivals.map((arrivals, index): Figure => {
    const aligned = sample.alignedArrivals[index] ?? arrivals;
    const most = Math.max(fullestWindow(arrivals, windowMs), fullestWindow(aligned, windowMs));
    return {
      name: `share of retry ${index + 1} in ${windowMs} ms`,
      value: most / sample.clients,
      atMost: atMost[index] ?? 0,
    };
  });
  return tooFew('spread', sample) ?? findingOf('spread', figures);
}
