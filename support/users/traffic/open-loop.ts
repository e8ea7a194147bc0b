import { setTimeout as delay } from 'node:timers/promises';
import { nowMs } from '../../evidence/now';

/** What is asked when. */
export interface OpenLoad<T> {
  /** When each question is due, in milliseconds from the beginning, ascending. */
  readonly offsetsMs: readonly number[];
  /**
   * Asks one question. A failure that belongs to the history is a result, not a rejection.
   * @param dueAtMs when it was due by `nowMs`. To measure from here, not from when it was really asked, is what keeps the
   * waiting of those who could not even ask from being left out.
   */
  readonly ask: (index: number, dueAtMs: number) => Promise<T>;
  /** Ends the asking; what is under way by then is waited for, unless `ask` heeds the signal too. */
  readonly signal?: AbortSignal;
}

/** What became of the load. */
export interface OpenLoadResult<T> {
  /** In the order of asking; fewer than there were offsets when it was stopped. */
  readonly results: readonly T[];
  /** By `nowMs`. */
  readonly beganAtMs: number;
  /** How long after it was due the latest question was asked: beyond this the load was not what it claims. */
  readonly mostLateMs: number;
}

/**
 * Open-loop load: every question is asked when it is due, however slow the answers are, as people do who know nothing of
 * each other. A loop that waits for answers asks less of a service the worse it fares, and so spares it its collapse.
 * After a stall of this process everything that has become due is asked at once.
 * Source: Schroeder, Wierman and Harchol-Balter, "Open Versus Closed: A Cautionary Tale", NSDI 2006.
 * @returns once every question asked has come to a result.
 * @throws AggregateError, then too only once all have ended, of what `ask` threw; RangeError when the offsets do not
 * ascend from 0 or later.
 */
export async function openLoop<T>({ offsetsMs, ask, signal }: OpenLoad<T>): Promise<OpenLoadResult<T>> {
  demandAscending(offsetsMs);
  const beganAtMs = nowMs();
  const underWay: Promise<PromiseSettledResult<T>>[] = [];
  let mostLateMs = 0;
  const dueAtMs = (): number => beganAtMs + (offsetsMs[underWay.length] ?? Number.POSITIVE_INFINITY);
  while (underWay.length < offsetsMs.length && !signal?.aborted) {
    // Looked at once for the whole burst: where asking itself takes long, answers too must get their turn.
    const untilMs = nowMs();
    while (dueAtMs() <= untilMs && !signal?.aborted) {
      mostLateMs = Math.max(mostLateMs, nowMs() - dueAtMs());
      underWay.push(settled(ask, underWay.length, dueAtMs()));
    }
    const leftMs = Math.max(0, Math.ceil(dueAtMs() - nowMs()));
    // A timer may fire a little early; then nothing is due yet and the loop comes by here again.
    if (leftMs < Number.POSITIVE_INFINITY)
      await delay(leftMs, undefined, signal && { signal }).catch(() => undefined);
  }
  const ended = await Promise.all(underWay);
  const failures = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  if (failures.length > 0) {
    const text = `Every question must come to a result; ${failures.length} of ${ended.length} threw, first: ${failures[0]}`;
    throw new AggregateError(failures, text);
  }
  const results = ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  return { results, beganAtMs, mostLateMs };
}

/** Begins at once, and catches at once: a rejection that nobody looks at before the end would end the process. */
async function settled<T>(
  ask: OpenLoad<T>['ask'],
  index: number,
  dueAtMs: number,
): Promise<PromiseSettledResult<T>> {
  try {
    return { status: 'fulfilled', value: await ask(index, dueAtMs) };
  } catch (reason) {
    return { status: 'rejected', reason };
  }
}

function demandAscending(offsetsMs: readonly number[]): void {
  const wrong = offsetsMs.findIndex(
    (each, index) => !(each >= (offsetsMs[index - 1] ?? 0) && Number.isFinite(each)),
  );
  if (wrong >= 0)
    throw new RangeError(`Offsets must ascend from 0 or later; got ${offsetsMs[wrong]} at index ${wrong}`);
}
