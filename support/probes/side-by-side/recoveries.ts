import type { RealOutage } from '../../environments/side-by-side/outage-run';

/** A look at the service, milliseconds since the epoch. */
interface Look {
  readonly atMs: number;
  readonly level: string | undefined;
  readonly waiting: number | undefined;
}

/** A return: how long after the end of an outage the service was seen in full, with nothing that waited. */
export interface Recovery {
  readonly outage: RealOutage;
  /** Undefined: not before nobody looked any more, or before the limit had passed. */
  readonly tookMs: number | undefined;
}

/**
 * How long the service took to be as before. An outage counts after which nothing was out, until it was as before or the
 * limit had passed: where the next one came first, nothing can be said, and it is left out.
 */
export function recoveries(
  outages: readonly RealOutage[],
  looks: readonly Look[],
  limitMs: number,
): Recovery[] {
  return outages.flatMap((outage): Recovery[] => {
    const { toMs } = outage;
    const others = outages.filter((each) => each !== outage);
    if (others.some((each) => each.fromMs <= toMs && each.toMs > toMs)) return [];
    const nextMs = Math.min(...others.map(({ fromMs }) => fromMs).filter((fromMs) => fromMs > toMs));
    const wellAtMs = looks.find(
      ({ atMs, level, waiting }) => atMs >= toMs && level === 'full' && waiting === 0,
    )?.atMs;
    if (wellAtMs !== undefined && wellAtMs < nextMs) return [{ outage, tookMs: wellAtMs - toMs }];
    return nextMs - toMs > limitMs ? [{ outage, tookMs: undefined }] : [];
  });
}
