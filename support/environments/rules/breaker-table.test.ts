import { describe, test } from 'node:test';
import { expect } from 'chai';
import { breakerRulesIn } from './breaker-table';

describe('the table of a breaker', () => {
  test('is read row by row', () => {
    const table = {
      'opens after': '5 consecutive failures',
      'tries again after': '1 second',
      'and each time in a row': '2 times longer',
      'but never later than': '600 milliseconds',
      'then admits trials': '3',
      'gives up a trial after': '1.5 seconds',
    };
    expect(breakerRulesIn(table)).to.deep.equal({
      opensAfterFailures: 5,
      opensAtFailureRate: 0,
      triesAgainAfterMs: 1_000,
      growth: 2,
      atMostMs: 600,
      trials: 3,
      trialMs: 1_500,
    });
  });

  test('of a failure rate switches the streak off', () => {
    const table = {
      'opens at a failure rate of': '50 %',
      'among at least': '10 calls',
      'among the last': '20 calls',
      'not older than': '2 seconds',
    };
    expect(breakerRulesIn(table)).to.deep.equal({
      opensAtFailureRate: 0.5,
      opensAfterFailures: 0,
      rateMinimumCalls: 10,
      rateWindowCalls: 20,
      rateWindowMs: 2_000,
    });
  });

  test('reads fractions where they make sense, and never a part of a number', () => {
    expect(breakerRulesIn({ 'and each time in a row': '1.5 times longer' }).growth).to.equal(1.5);
    expect(breakerRulesIn({ 'opens at a failure rate of': '12.5 %' }).opensAtFailureRate).to.equal(0.125);
    for (const value of ['2.5', '2,5', 'three', '', '-3', '3x'])
      expect(() => breakerRulesIn({ 'then admits trials': value }), value).to.throw(`got "${value}"`);
  });

  test('refuses rows it does not know, naming those it does', () => {
    expect(() => breakerRulesIn({ 'opens sometimes': '1' })).to.throw(
      /No rule of a breaker reads "opens sometimes"; expected one of: opens after, opens at a failure rate of/,
    );
    expect(() => breakerRulesIn({ constructor: '1' })).to.throw(/No rule of a breaker reads "constructor"/);
  });
});
