import type { BackoffSample } from './backoff-sample';
import { backoffSetup, nominalMs } from './backoff-setup';
import { type Finding, findingOf } from './finding';
import { fullestWindow } from './fullest-window';
import { limits } from './limits';
import { tooFew } from './too-few';

/**
 * Those who wait longest do not wait alike: the share in the fullest small window of all waits whose range is the cap.
 * Jitter that is drawn before the cap piles up there, and the spread of the arrivals hides it behind earlier jitter.
 */
export function pileUp(sample: BackoffSample): Finding {
  const { windowMs, atMost } = limits.pileUp;
  const atCap = sample.waits.filter((_, index) => nominalMs(index + 1) === backoffSetup.capMs);
  const pooled = new Float64Array(atCap.length * sample.clients);
  atCap.forEach((waits, index) => {
    pooled.set(waits, index * sample.clients);
  });
  pooled.sort();
  const name = `share of the waits at the cap in ${windowMs} ms`;
  const value = fullestWindow(pooled, windowMs) / pooled.length;
  return tooFew('pile-up', sample) ?? findingOf('pile-up', [{ name, value, atMost }]);
}
