import type { BackoffSample } from './backoff-sample';
import { nominalMs } from './backoff-setup';
import { type Finding, type Figure, findingOf } from './finding';
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
    return [
      { name: `median of wait ${index + 1} / nominal`, value: quantile(waits, 0.5) / nominal, ...limits.growth.median },
      {
        name: `ninth decile of wait ${index + 1} / nominal`,
        value: quantile(waits, 0.9) / nominal,
        ...limits.growth.ninthDecile,
      },
    ];
  });
  return tooFew('growth', sample) ?? findingOf('growth', figures);
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}
