import type { RetryPolicy } from '../policy';

/**
 * Exponential backoff with full jitter, drawn after the cap, so that those who wait longest do not wait alike.
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 * @param retry 1 for the first retry.
 * @param floorMs what the provider asked for; the jitter comes on top of it, so that obeying does not synchronise.
 * @returns milliseconds
 */
export function backoffMs(
  policy: RetryPolicy,
  retry: number,
  floorMs = 0,
  random: () => number = Math.random,
): number {
  const nominalMs = Math.min(policy.capMs, policy.baseMs * 2 ** (retry - 1));
  return floorMs + random() * nominalMs;
}
