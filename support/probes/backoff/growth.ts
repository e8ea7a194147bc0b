import type { BackoffSample } from './backoff-sample';
import { nominalMs } from './backoff-setup';
import { type Figure, type Finding, findingOf } from './finding';
import { limits } from './limits';
import { tooFew } from './too-few';

/**
 * The waits double up to the cap: for each retry the median and the ninth decile of the waits, over the longest that
 * they may be. The slope of the medians is not looked at: its noise needs thousands of clients. The ninth decile tells a
 * range that is a quarter too short from the right one, where the median of 300 cannot.
 */
export function growth(sample: BackoffSample): Finding {
  const figures = sample.waits.flatMap((waits, index): Figure[] => {
    const nominal = nominalMs(index + 1);
    const noise = limits.noiseMs / nominal;
    const figure = (
      name: string,
      share: number,
      { atLeast, atMost }: { atLeast: number; atMost: number },
    ): Figure => ({
      name: `${name} of wait ${index + 1} / nominal`,
      value: quantile(waits, share) / nominal,
      atLeast,
      atMost: atMost + noise,
    });
    return [
      figure('median', 0.5, limits.growth.median),
      figure('ninth decile', 0.9, limits.growth.ninthDecile),
    ];
  });
  return tooFew('growth', sample) ?? findingOf('growth', figures);
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}
