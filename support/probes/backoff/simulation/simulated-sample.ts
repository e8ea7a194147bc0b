import type { BackoffSample } from '../backoff-sample';
import { backoffSetup } from '../backoff-setup';
import type { Noise } from './noise';
import type { WaitRule } from './wait-rules';

/**
 * What the provider would have seen of clients that wait by a rule on such a machine. All begin at the same moment,
 * the worst case. Made of columns at once: hundreds of thousands of samples are looked at to choose the limits.
 */
export function simulatedSample(
  rule: WaitRule,
  noise: Noise,
  random: () => number,
  clients: number = backoffSetup.clients,
): BackoffSample {
  const retries = backoffSetup.attempts - 1;
  const column = (): Float64Array[] => Array.from({ length: retries }, () => new Float64Array(clients));
  const [waits, arrivals, alignedArrivals] = [column(), column(), column()];
  const shared = Array.from({ length: retries }, random);
  const stops = stopsOf(noise, random);
  const late = (): number => -noise.meanMs * Math.log(1 - random());
  for (let client = 0; client < clients; client += 1) {
    let nowMs = 0;
    let alignedMs = 0;
    let previousMs = backoffSetup.baseMs;
    for (let retry = 1; retry <= retries; retry += 1) {
      previousMs = rule.wait(random, retry, previousMs, shared[retry - 1] as number);
      const crowdMs = retry === 1 ? random() * noise.crowdMs : 0;
      const arrivedMs = afterStops(stops, nowMs + previousMs + crowdMs + late());
      const waitMs = arrivedMs - nowMs - rule.floorMs;
      nowMs = arrivedMs;
      alignedMs += waitMs;
      (waits[retry - 1] as Float64Array)[client] = waitMs;
      (arrivals[retry - 1] as Float64Array)[client] = arrivedMs;
      (alignedArrivals[retry - 1] as Float64Array)[client] = alignedMs;
    }
  }
  for (const columns of [waits, arrivals, alignedArrivals]) for (const each of columns) each.sort();
  const floors = waits.map(() => (rule.floorMs > 0 ? clients : 0));
  return { clients, irregular: 0, waits, arrivals, alignedArrivals, floors };
}

/** Start and end of each stop in turn. */
function stopsOf({ stops }: Noise, random: () => number): number[] {
  const bounds: number[] = [];
  if (!stops) return bounds;
  // Long enough for the longest waits of any rule, floors included.
  for (let startMs = 0; startMs < 40_000; ) {
    startMs += -stops.everyMs * Math.log(1 - random());
    const endMs = startMs + random() * stops.longestMs;
    bounds.push(startMs, endMs);
    startMs = endMs;
  }
  return bounds;
}

function afterStops(stops: readonly number[], atMs: number): number {
  for (let index = 0; index < stops.length; index += 2) {
    if (atMs < (stops[index] as number)) return atMs;
    if (atMs < (stops[index + 1] as number)) return stops[index + 1] as number;
  }
  return atMs;
}
