import type { BackoffSample } from './backoff-sample';
import { nominalMs } from './backoff-setup';
import { type Figure, type Finding, findingOf } from './finding';
import { kolmogorovSmirnov } from './kolmogorov-smirnov';
import { limits } from './limits';
import { tooFew } from './too-few';

/** Full jitter: the waits of each retry are drawn uniformly from the whole range, 0 to the nominal wait. */
export function shape(sample: BackoffSample): Finding {
  const figures = sample.waits.map(
    (waits, index): Figure => ({
      name: `distance of wait ${index + 1} from uniform`,
      value: kolmogorovSmirnov(waits, nominalMs(index + 1)),
      atMost: limits.shape.atMost,
    }),
  );
  return tooFew('shape', sample) ?? findingOf('shape', figures);
}
