import { describe, test } from 'node:test';
import { expect } from 'chai';
import { liveRulesIn } from './live-table';
import { queueRulesIn } from './queue-table';
import { resumeRulesIn } from './resume-table';
import { retryRulesIn } from './retry-table';

describe('the tables of rate limits', () => {
  test('are read row by row', () => {
    expect(
      queueRulesIn({
        'at most': '50 questions',
        'no longer than': '5 seconds',
        'whoever has waited longest has each': 'fifth turn',
      }),
    ).to.deep.equal({ most: 50, longestWaitMs: 5_000, longestWaitedEvery: 5 });
    expect(
      resumeRulesIn({
        'at first': '20 times a second',
        'twice as often after each': '500 milliseconds',
        'but never more often than': '100 times a second',
      }),
    ).to.deep.equal({ firstPerSecond: 20, doublingMs: 500, mostPerSecond: 100 });
    expect(
      retryRulesIn({
        'attempts for one question': '6',
        'the first wait lasts at most': '1 second',
        'each further one': 'up to twice as long',
        'but none longer than': '4 seconds',
        'repeated beyond the questions': '10, and 1 for every 10',
      }),
    ).to.deep.equal({
      attempts: 6,
      firstWaitMs: 1_000,
      longestWaitMs: 4_000,
      budget: { reserve: 10, share: 0.1 },
    });
    expect(retryRulesIn({ 'repeated beyond the questions': 'without a limit' })).to.deep.equal({
      budget: 'unlimited',
    });
  });

  test('of live connections too', () => {
    expect(
      liveRulesIn({
        'gives a sign of life every': '200 milliseconds',
        'is given up when silent for': '1 second',
        'comes back first within': '100 milliseconds',
        'comes back later within': '500 milliseconds',
        'stays away from one that stops for up to': '2 seconds',
        'may have missed': '50 messages',
        'is one of at most, of one user': '3',
        'keeps waiting in memory': '64 kilobytes',
      }),
    ).to.deep.equal({
      heartbeatMs: 200,
      silentAfterMs: 1_000,
      firstWaitMs: 100,
      longestWaitMs: 500,
      spreadMs: 2_000,
      mayMiss: 50,
      mostOfOneUser: 3,
      bufferBytes: 64_000,
    });
    expect(() => liveRulesIn({ 'may miss': '5' })).to.throw(/No rule of a live connection reads "may miss"/);
  });

  for (const [read, table, message] of [
    [queueRulesIn, { 'at least': '5' }, /No rule of waiting reads "at least"; expected one of: at most/],
    [queueRulesIn, { 'whoever has waited longest has each': 'ninth turn' }, /No ordinal "ninth"/],
    [resumeRulesIn, { 'at first': '20 a minute' }, /must read like "20 times a second"; got "20 a minute"/],
    [retryRulesIn, { 'each further one': 'longer' }, /must read "up to twice as long"; got "longer"/],
    [retryRulesIn, { 'repeated beyond the questions': 'some' }, /must read "without a limit" or/],
    [retryRulesIn, { 'attempts for one question': '2.5' }, /A whole number must stand here; got "2.5"/],
  ] as const) {
    test(`are refused: ${JSON.stringify(table)}`, () => {
      expect(() => read(table as unknown as Record<string, string>)).to.throw(message);
    });
  }
});
