import type { Verdict } from '../../evidence/verdict';
import type { FaultRecord } from './fault-record';
import type { GoodputDemand } from './goodput-demand';
import { type GoodputMeasure, goodputMeasure } from './goodput-measure';
import type { RateWindow } from './rate-windows';

/** What the check found. Rates are good answers a second; a figure that could not be had is left out. */
export interface GoodputFinding {
  readonly verdict: Exclude<Verdict, 'compromised'>;
  readonly figures: {
    readonly beforePerSecond: number;
    readonly lowestInFaultPerSecond?: number;
    /** After the end of the fault. */
    readonly recoveredAfterMs?: number;
    /** From the recovery on, or, where there was none, from the limit on. */
    readonly lowestAfterPerSecond?: number;
  };
  /** Why it did not pass, in a sentence; empty when it passed. */
  readonly because: string;
}

/**
 * After a fault that was felt, goodput returns in time and stays to the end: no backlog, no retries and no empty cache
 * keep the service down once the cause is gone (no metastable failure).
 *
 * Steady arrivals are presumed; random ones stray by more than the tolerance. A backlog served in one go may fill
 * windows that begin up to one window before it: a recovery can seem earlier by that much, never later.
 *
 * A failure outweighs a fault that was not felt: what fell only afterwards fell nevertheless. It is inconclusive,
 * though, where goodput was once as low before the fault: then the measure is finer than the machine.
 *
 * Source: Bronson, Aghayev, Charapko and Zhu, "Metastable Failures in Distributed Systems", HotOS 2021.
 * @throws RangeError when the phases of the record are out of order.
 */
export function goodput(record: FaultRecord, demand: GoodputDemand): GoodputFinding {
  const measure = goodputMeasure(record, demand);
  const figures = figuresOf(measure, demand);
  const { goodBefore, before, recordedAfterMs, beforePerSecond, inFault } = measure;
  const found = (verdict: GoodputFinding['verdict'], because = ''): GoodputFinding => ({
    verdict,
    figures,
    because,
  });

  if (goodBefore < demand.fewestBefore)
    return found(
      'inconclusive',
      `at least ${demand.fewestBefore} good answers between warm-up and fault must tell what is normal, ` +
        `there were ${goodBefore}: ask more, or for longer`,
    );

  const failing = measure.after.filter((window) => isTooLate(window, measure, demand));
  if (failing.length > 0) {
    const [lowestBefore, lowestFailing] = [lowestOf(before), lowestOf(failing)];
    return lowestBefore > lowestFailing
      ? found('failed', failureOf(measure, demand))
      : found(
          'inconclusive',
          `${failureOf(measure, demand)}; but before the fault a window held no more than ${said(lowestBefore)}: ` +
            'use wider windows or a quieter machine',
        );
  }

  const { withinMs, watchMs, feltShare, windowMs } = demand;
  if (recordedAfterMs < withinMs + watchMs)
    return found(
      'inconclusive',
      `questions must be asked until ${withinMs + watchMs} ms after the fault (${withinMs} to return, ${watchMs} to watch), ` +
        `the record ends after ${ms(recordedAfterMs)} ms: ask for longer`,
    );
  if (inFault.length === 0)
    return found(
      'inconclusive',
      `a fault must last at least a window of ${windowMs} ms to be felt: make it longer`,
    );
  if (lowestOf(inFault) >= feltShare * beforePerSecond)
    return found(
      'inconclusive',
      `a fault must leave fewer than ${said(feltShare * beforePerSecond)} good answers a second in some window, ` +
        `the lowest held ${said(lowestOf(inFault))}: it was not felt and nothing was shown, make it worse`,
    );
  return found('passed');
}

/** Goodput that is lacking here cannot have returned in time, whatever follows. */
function isTooLate(
  { afterMs, perSecond }: RateWindow,
  { enoughPerSecond }: GoodputMeasure,
  { withinMs, stepMs }: GoodputDemand,
): boolean {
  return perSecond < enoughPerSecond && afterMs + stepMs > withinMs;
}

function failureOf(
  { after, beforePerSecond, enoughPerSecond, recoveredAfterMs, recordedAfterMs }: GoodputMeasure,
  { enoughShare, withinMs }: GoodputDemand,
): string {
  const first = after.findIndex(({ perSecond }) => perSecond >= enoughPerSecond);
  const backAfterMs = after[first]?.afterMs;
  const highest = after.reduce((most, { perSecond }) => Math.max(most, perSecond), 0);
  const atLast =
    recoveredAfterMs === undefined
      ? `not back when the record ended after ${ms(recordedAfterMs)} ms`
      : `back for good only after ${ms(recoveredAfterMs)} ms`;
  const got =
    backAfterMs === undefined
      ? `no window held more than ${said(highest)}, and it was ${atLast}`
      : backAfterMs === recoveredAfterMs
        ? `it was ${atLast}`
        : `it was back after ${ms(backAfterMs)} ms, fell to ${said(lowestOf(after.slice(first)))} and was ${atLast}`;
  const enough = `${said(enoughPerSecond)} a second (${said(100 * enoughShare)} % of ${said(beforePerSecond)})`;
  return `goodput must be back at ${enough} within ${ms(withinMs)} ms after the fault and stay there; ${got}`;
}

function figuresOf(
  { beforePerSecond, inFault, after, recoveredAfterMs }: GoodputMeasure,
  { withinMs }: GoodputDemand,
): GoodputFinding['figures'] {
  const rest = after.filter(({ afterMs }) => afterMs >= (recoveredAfterMs ?? withinMs));
  return {
    beforePerSecond,
    ...(inFault.length > 0 && { lowestInFaultPerSecond: lowestOf(inFault) }),
    ...(recoveredAfterMs !== undefined && { recoveredAfterMs }),
    ...(rest.length > 0 && { lowestAfterPerSecond: lowestOf(rest) }),
  };
}

function lowestOf(windows: readonly RateWindow[]): number {
  return windows.reduce((least, { perSecond }) => Math.min(least, perSecond), Number.POSITIVE_INFINITY);
}

function said(value: number): string {
  return String(Number(value.toFixed(1)));
}

function ms(value: number): string {
  return String(Math.round(value));
}
