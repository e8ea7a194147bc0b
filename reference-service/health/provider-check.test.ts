import { describe, test } from 'node:test';
import { expect } from 'chai';
import { FakeProvider, type Step } from '../fixtures/fake-provider';
import { quietGuardWatch } from '../fixtures/quiet-guard-watch';
import { policyWith } from '../policy-overrides';
import { ProviderFailure } from '../providers/provider-failure';
import { GuardedProvider } from '../routing/guarded-provider';
import { watchedProvider } from './provider-check';

const never = new Promise<never>(() => {});
const guardedWith = (firstTokenMs: number, ...steps: Step[]): GuardedProvider =>
  new GuardedProvider(
    new FakeProvider('primary', steps),
    policyWith({ timeouts: { firstTokenMs } }),
    quietGuardWatch,
  );
const check = (guarded: GuardedProvider, limitMs = 10): Promise<string> =>
  watchedProvider(guarded, limitMs).check(new AbortController().signal);
const failures = (guarded: GuardedProvider): number | undefined =>
  guarded.breaker.reading().consecutiveFailures;

describe('the check of a provider', () => {
  test('counts a hanging provider as failed when its limit is that of the first token', async () => {
    const guarded = guardedWith(10, never);
    expect(await check(guarded)).to.equal('failed');
    expect(failures(guarded)).to.equal(1);
  });

  test('counts one that never ends as failed', async () => {
    const guarded = guardedWith(5_000, 'a', never);
    expect(await check(guarded)).to.equal('failed');
    expect(failures(guarded)).to.equal(1);
  });

  test('is well with an answer cut after its one token', async () => {
    expect(await check(guardedWith(10, 'p', { finish: 'length' }))).to.equal('healthy');
    expect(await check(guardedWith(10, { finish: 'length' }))).to.equal('healthy');
  });

  test('is not made where the provider asked to be left alone', async () => {
    const guarded = guardedWith(10, new ProviderFailure('rate_limited', '429', { retryAfterMs: 5_000 }));
    expect(await check(guarded)).to.equal('failed');
    expect(await check(guarded)).to.equal('not admitted');
    expect(failures(guarded)).to.equal(0);
  });
});
