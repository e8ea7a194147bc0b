import { describe, test } from 'node:test';
import { expect } from 'chai';
import {
  longestDependencyDetectionMs,
  longestDependencyRecoveryMs,
  longestLiveRecoveryMs,
  longestProviderDetectionMs,
  longestProviderRecoveryMs,
  longestSlownessDetectionMs,
} from './longest-times';
import { FAILOVER_OBJECTIVE_MS, productionPolicy, RECOVERY_OBJECTIVE_MS } from './policy';
import { type PolicyOverrides, policyWith } from './policy-overrides';

/** For the fallback's own first token, one short backoff and the network. */
const roomMs = 1_500;

describe('the production defaults', () => {
  test('bring everything back within the recovery objective', () => {
    expect(longestProviderRecoveryMs(productionPolicy)).to.be.below(RECOVERY_OBJECTIVE_MS);
    expect(longestDependencyRecoveryMs(productionPolicy)).to.be.below(RECOVERY_OBJECTIVE_MS);
    expect(longestLiveRecoveryMs(productionPolicy)).to.be.below(RECOVERY_OBJECTIVE_MS);
  });

  test('let nobody be silent by missing one sign of life', () => {
    const { heartbeatMs, silentAfterMs } = productionPolicy.live;
    expect(silentAfterMs).to.be.above(2 * heartbeatMs);
  });

  test('leave room for the fallback within the failover objective', () => {
    const { firstTokenMs, connectMs } = productionPolicy.timeouts;
    expect(firstTokenMs + roomMs).to.be.below(FAILOVER_OBJECTIVE_MS);
    expect(connectMs).to.be.below(firstTokenMs);
  });

  test('detect a silent provider without users within the recovery objective', () => {
    expect(longestProviderDetectionMs(productionPolicy)).to.be.below(RECOVERY_OBJECTIVE_MS);
    expect(longestDependencyDetectionMs(productionPolicy)).to.be.below(7_000);
    expect(longestSlownessDetectionMs(productionPolicy)).to.be.at.most(6_000);
  });

  test('let a call that never ends be the fault of the provider, not of the caller', () => {
    const { callMs, deadlineMs, stallMs } = productionPolicy.timeouts;
    expect(callMs).to.be.below(deadlineMs);
    expect(stallMs).to.be.below(callMs);
  });

  test('keep every open time within its own cap', () => {
    for (const breaker of [productionPolicy.providerBreaker, productionPolicy.dependencyBreaker]) {
      expect(breaker.openMs).to.be.at.most(breaker.maxOpenMs);
      expect(breaker.failureRate.minimumCalls).to.be.at.most(breaker.failureRate.windowCalls);
    }
  });
});

describe('the formulas', () => {
  test('grow with each number they are made of', () => {
    const longer = policyWith({
      providerBreaker: { maxOpenMs: 60_000 },
      dependencyBreaker: { maxOpenMs: 60_000 },
      health: { providers: { intervalMs: 60_000 } },
    });
    expect(longestProviderRecoveryMs(longer)).to.be.above(RECOVERY_OBJECTIVE_MS);
    expect(longestDependencyRecoveryMs(longer)).to.be.above(RECOVERY_OBJECTIVE_MS);
    expect(longestProviderDetectionMs(longer)).to.be.above(RECOVERY_OBJECTIVE_MS);
  });
});

describe('a policy with parts replaced', () => {
  test('keeps the rest and leaves the defaults alone', () => {
    const policy = policyWith({ retry: { maxAttempts: 7 } });
    expect(policy.retry).to.deep.equal({ ...productionPolicy.retry, maxAttempts: 7 });
    expect(productionPolicy.retry.maxAttempts).to.equal(3);
    expect(policyWith()).to.deep.equal(productionPolicy);
    expect(policyWith().retry).to.not.equal(productionPolicy.retry);
  });

  for (const [overrides, message] of [
    [{ retrying: {} }, /No policy named "policy\.retrying"; expected one of: resilience, timeouts/],
    [{ retry: { max: 1 } }, /No policy named "policy\.retry\.max"; expected one of: maxAttempts/],
    [{ retry: { maxAttempts: '3' } }, /policy\.retry\.maxAttempts must be a number; got "3"/],
    [{ retry: { baseMs: -1 } }, /policy\.retry\.baseMs must be a number of at least 0; got -1/],
    [{ retry: { baseMs: Number.NaN } }, /must be a number of at least 0; got NaN/],
    [{ timeouts: { callMs: Number.POSITIVE_INFINITY } }, /must be a number of at least 0; got Infinity/],
    [{ timeouts: null }, /policy\.timeouts must be an object; got null/],
    [{ timeouts: 5 }, /policy\.timeouts must be an object; got 5/],
    [{ resilience: 1 }, /policy\.resilience must be a boolean; got 1/],
    [{ providerBreaker: { trials: 0 } }, /policy\.providerBreaker\.trials must be at least 1; got 0/],
    [
      { providerBreaker: { failureRate: { windowCalls: 0 } } },
      /policy\.providerBreaker\.failureRate\.windowCalls must be at least 1; got 0/,
    ],
  ] as [unknown, RegExp][]) {
    test(`is refused: ${JSON.stringify(overrides)}`, () => {
      expect(() => policyWith(overrides as PolicyOverrides)).to.throw(message);
    });
  }
});
