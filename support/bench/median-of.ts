import { distributionOf } from '../probes/percentiles';

/**
 * Does something several times and takes the time of each.
 * @param once returns how long it took, milliseconds, without what is not to be measured.
 */
export async function medianOf(times: number, once: () => Promise<number>): Promise<Record<string, number>> {
  const took: number[] = [];
  for (let time = 0; time < times; time += 1) took.push(await once());
  const { count, p50, max } = distributionOf(took);
  return { medianMs: p50, maxMs: max, samples: count };
}

/** How long the work took, milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganAtMs = performance.now();
  await work();
  return performance.now() - beganAtMs;
}
