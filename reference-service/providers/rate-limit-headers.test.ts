import { describe, test } from 'node:test';
import { expect } from 'chai';
import { limitResetMs, refusalWaitMs } from './rate-limit-headers';

const now = Date.parse('2026-11-22T10:00:00Z');
const reset = (headers: Record<string, string>): number | undefined =>
  limitResetMs(new Headers(headers), now);

describe('limits in the headers of an answer', () => {
  for (const [text, expected] of [
    ['120ms', 120],
    ['1s', 1_000],
    ['6m0s', 360_000],
    ['1h0m0.5s', 3_600_500],
    ['-3s', undefined],
    ['soon', undefined],
    ['', undefined],
    ['12', undefined],
  ] as const) {
    test(`OpenAI: "${text}" means ${expected ?? 'nothing'}`, () => {
      const headers = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': text };
      expect(reset(headers)).to.equal(expected);
    });
  }

  test('Anthropic: a time', () => {
    const headers = {
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2026-11-22T10:00:07Z',
    };
    expect(reset(headers)).to.equal(7_000);
    expect(reset({ ...headers, 'anthropic-ratelimit-requests-reset': '2020-01-01T00:00:00Z' })).to.equal(0);
    expect(reset({ ...headers, 'anthropic-ratelimit-requests-reset': 'tomorrow' })).to.equal(undefined);
  });

  test('what is not used up does not limit', () => {
    expect(reset({ 'x-ratelimit-remaining-requests': '1', 'x-ratelimit-reset-requests': '1s' })).to.equal(
      undefined,
    );
    expect(reset({ 'x-ratelimit-reset-requests': '1s' })).to.equal(undefined);
  });

  test('the last of several limits counts', () => {
    const headers = {
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '3s',
    };
    expect(reset(headers)).to.equal(3_000);
  });

  test('a refusal: Retry-After comes first, the reset of what is used up second', () => {
    const headers = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '3s' };
    expect(refusalWaitMs(new Headers({ ...headers, 'retry-after': '2' }), now)).to.equal(2_000);
    expect(refusalWaitMs(new Headers({ ...headers, 'retry-after': 'x' }), now)).to.equal(3_000);
    expect(refusalWaitMs(new Headers(), now)).to.equal(undefined);
    expect(refusalWaitMs(undefined, now)).to.equal(undefined);
  });
});
