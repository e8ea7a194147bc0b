import type { BackoffSample } from './backoff-sample';
import type { Finding } from './finding';
import { floor } from './floor';
import { growth } from './growth';
import { pileUp } from './pile-up';
import { shape } from './shape';
import { spread } from './spread';

/** Everything that is checked of backoff with jitter; the floor only where one was named. */
export function backoffFindings(sample: BackoffSample): Finding[] {
  const findings = [growth(sample), spread(sample), shape(sample), pileUp(sample)];
  return sample.floors.some((count) => count > 0) ? [...findings, floor(sample)] : findings;
}
