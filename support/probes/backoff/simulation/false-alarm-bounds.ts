import { backoffSetup } from '../backoff-setup';
import { limits } from '../limits';
import { binomialTail } from './binomial-tail';

/**
 * Upper bounds on the chance that full jitter fails a check, over all retries together, for noise that is independent
 * of the waits and of its neighbours and at most `limits.noiseMs` on average (for the ninth decile's upper limit:
 * exponential as well).
 * Shape: Massart's inequality. Growth: a quantile lies beyond a limit when enough of the draws do, which is binomial;
 * noise of mean m makes a draw lie beyond x + m with at most the chance that it lay beyond x without noise.
 */
export function falseAlarmBounds(clients: number = backoffSetup.clients): { growth: number; shape: number } {
  const retries = backoffSetup.attempts - 1;
  const { median, ninthDecile } = limits.growth;
  const below = (share: number, chance: number): number =>
    binomialTail(clients, Math.ceil(share * clients), chance);
  const above = (share: number, chance: number): number =>
    binomialTail(clients, clients - Math.ceil(share * clients) + 1, chance);
  // Beyond the whole range plus the mean of the noise only noise can lie: E(noise - mean)+ over the range.
  const beyondRange = limits.noiseMs / Math.E / backoffSetup.baseMs;
  const growth =
    below(0.5, median.atLeast) +
    above(0.5, 1 - median.atMost) +
    below(0.9, ninthDecile.atLeast) +
    above(0.9, beyondRange);
  return { growth: retries * growth, shape: retries * 2 * Math.exp(-2 * clients * limits.shape.atMost ** 2) };
}
