import type { BackoffSample } from './backoff-sample';
import { type Figure, type Finding, findingOf } from './finding';
import { fullestWindow } from './fullest-window';
import { limits } from './limits';
import { tooFew } from './too-few';

/**
 * What the provider asked for is a floor, and obeying it does not synchronise those who obey: nobody comes before it,
 * and what they wait on top of it is spread. Only retries before which every client was given a floor are looked at.
 * Source: RFC 9110, 10.2.3 (`Retry-After` is the least time to wait).
 */
export function floor(sample: BackoffSample): Finding {
  const { toleranceMs, windowMs, atMost } = limits.floor;
  const figures = sample.waits.flatMap((waits, index): Figure[] => {
    if (sample.floors[index] !== sample.clients) return [];
    const early = waits.findIndex((waitMs) => waitMs >= -toleranceMs);
    return [
      {
        name: `share of retry ${index + 1} before its floor`,
        value: (early === -1 ? waits.length : early) / sample.clients,
        atMost: 0,
      },
      {
        name: `share of wait ${index + 1} in ${windowMs} ms on top of the floor`,
        value: fullestWindow(waits, windowMs) / sample.clients,
        atMost: atMost[index] ?? 0,
      },
    ];
  });
  const few = tooFew('floor', sample);
  if (few || figures.length > 0) return few ?? findingOf('floor', figures);
  const because =
    'before one retry at least every client must have been given a floor, none was: answer with Retry-After';
  return { check: 'floor', verdict: 'inconclusive', figures, because };
}
