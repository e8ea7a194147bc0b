import type { BackoffSample } from './backoff-sample';
import { nominalMs } from './backoff-setup';
import { type Figure, type Finding, findingOf } from './finding';
import { kolmogorovSmirnov } from './kolmogorov-smirnov';
import { limits } from './limits';
import { tooFew } from './too-few';

/**
 * Full jitter: the waits of each retry are drawn uniformly from the whole range, 0 to the nominal wait. Noise of a mean m
 * moves the distribution of waits up to T by at most m / T, whatever its own distribution is.
 */
export function shape(sample: BackoffSample): Finding {
  const figures = sample.waits.map(
    (waits, index): Figure => ({
      name: `distance of wait ${index + 1} from uniform`,
      value: kolmogorovSmirnov(waits, nominalMs(index + 1)),
      atMost: limits.shape.atMost + limits.noiseMs / nominalMs(index + 1),
    }),
  );
  return tooFew('shape', sample) ?? findingOf('shape', figures);
}
