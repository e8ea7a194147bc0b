import type { BackoffSample } from './backoff-sample';
import { type BackoffSetup, backoffSetup } from './backoff-setup';
import type { BackoffCheck, Finding } from './finding';
import { limits } from './limits';

/** The finding that nothing can be found, or undefined where the sample bears a check. */
export function tooFew(
  check: BackoffCheck,
  { clients, irregular }: BackoffSample,
  setup: BackoffSetup = backoffSetup,
): Finding | undefined {
  const because =
    clients < setup.clients
      ? `at least ${setup.clients} clients must have made exactly ${setup.attempts} attempts, ${clients} did ` +
        `(${irregular} made fewer or more): ask with more clients, and look at what ended the others`
      : irregular > limits.irregularShare * (clients + irregular)
        ? `at most ${100 * limits.irregularShare} % of the clients may have made fewer or more than ${setup.attempts} ` +
          `attempts, ${irregular} of ${clients + irregular} did: their waits are missing, so that the others mislead`
        : undefined;
  return because === undefined ? undefined : { check, verdict: 'inconclusive', figures: [], because };
}
