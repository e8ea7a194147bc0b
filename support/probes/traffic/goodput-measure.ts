import type { FaultRecord } from './fault-record';
import type { GoodputDemand } from './goodput-demand';
import { type RateWindow, rateWindows } from './rate-windows';

/** What was measured, without a verdict. Windows hold good answers a second. */
export interface GoodputMeasure {
  /** Good answers between warm-up and fault. */
  readonly goodBefore: number;
  readonly beforePerSecond: number;
  /** What a window must hold to count as returned. */
  readonly enoughPerSecond: number;
  readonly before: readonly RateWindow[];
  /** Wholly inside the fault. */
  readonly inFault: readonly RateWindow[];
  /** From the end of the fault on. */
  readonly after: readonly RateWindow[];
  /** How long after the end of the fault the record goes on. */
  readonly recordedAfterMs: number;
  /** From the end of the fault to the first window from which on every one up to the end holds enough. */
  readonly recoveredAfterMs?: number;
}

/**
 * Measures good answers when they end. The record is cut where the last question was asked: from then on goodput falls
 * whatever the service does.
 * @throws RangeError when the phases are out of order.
 */
export function goodputMeasure({ requests, phases }: FaultRecord, demand: GoodputDemand): GoodputMeasure {
  const { beganAtMs, faultAtMs, healedAtMs, endedAtMs } = phases;
  if (!(beganAtMs <= faultAtMs && faultAtMs <= healedAtMs && healedAtMs <= endedAtMs))
    throw new RangeError(
      `A run must begin, meet its fault, be healed and end in this order; got ${JSON.stringify(phases)}`,
    );
  const { warmUpMs, enoughShare, stepMs } = demand;
  const calmAtMs = beganAtMs + warmUpMs;
  const lastAskedAtMs = requests.reduce(
    (last, { askedAtMs }) => Math.max(last, askedAtMs),
    Number.NEGATIVE_INFINITY,
  );
  const recordEndsAtMs = Math.min(endedAtMs, lastAskedAtMs);
  const goodAtMs = requests.filter(({ isGood }) => isGood).map((each) => each.endedAtMs);
  const windows = (fromMs: number, toMs: number): RateWindow[] =>
    rateWindows(goodAtMs, { ...demand, fromMs, toMs: Math.min(toMs, recordEndsAtMs) });

  const goodBefore = goodAtMs.filter((each) => each >= calmAtMs && each < faultAtMs).length;
  const beforePerSecond = goodBefore === 0 ? 0 : (goodBefore * 1_000) / (faultAtMs - calmAtMs);
  const enoughPerSecond = enoughShare * beforePerSecond;
  const after = windows(healedAtMs, recordEndsAtMs);
  const lastLacking = after.findLast(({ perSecond }) => perSecond < enoughPerSecond);
  const recovered = after.find(({ afterMs }) => afterMs > (lastLacking?.afterMs ?? -stepMs));
  return {
    goodBefore,
    beforePerSecond,
    enoughPerSecond,
    before: windows(calmAtMs, faultAtMs),
    inFault: windows(faultAtMs, healedAtMs),
    after,
    recordedAfterMs: recordEndsAtMs - healedAtMs,
    ...(recovered && { recoveredAfterMs: recovered.afterMs }),
  };
}
