import type { ServiceSeen } from '../environments/outage-watch';
import { distributionOf } from '../probes/percentiles';
import type { Survived } from './soak-run';

/** How long it took to be as before. */
export interface Returns {
  /** From the moment that everything was undone until full service and nothing waiting was seen, milliseconds. */
  readonly tookMs: readonly number[];
  /** Outages after which the next one came before that. */
  readonly cutShort: number;
}

/** Pure: from what was struck and what was seen. */
export function returnsAfter(survived: readonly Survived[], seen: readonly ServiceSeen[]): Returns {
  const ended = survived.map(({ overAtMs, struck }, index) => {
    const next = survived[index + 1];
    // Undone and begun again are on one clock; a blow begins before it is undone by what it was to last.
    const nextAtMs = next
      ? Math.min(...next.struck.map(({ undoneAtMs, forMs }) => undoneAtMs - forMs))
      : Number.POSITIVE_INFINITY;
    const wellAtMs = seen.find(
      ({ atMs, level, waiting }) => atMs >= overAtMs && level === 'full' && waiting === 0,
    )?.atMs;
    const isBack = wellAtMs !== undefined && wellAtMs < nextAtMs && struck.length > 0;
    return isBack ? wellAtMs - overAtMs : undefined;
  });
  return {
    tookMs: ended.flatMap((each) => each ?? []),
    cutShort: ended.filter((each) => each === undefined).length,
  };
}

/** In words, for a line of the summary. */
export function returnsInWords({ tookMs, cutShort }: Returns): string {
  if (tookMs.length === 0) return `no return was seen; ${cutShort} outages met the next one before`;
  const { count, p50, p95, max } = distributionOf(tookMs);
  const s = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
  return (
    `as before after ${s(p50)} (median), ${s(p95)} (95th percentile), ${s(max)} (longest) of ${count} returns; ` +
    `after ${cutShort} outages the next one came first`
  );
}
