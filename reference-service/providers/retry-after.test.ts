import { describe, test } from 'node:test';
import { expect } from 'chai';
import { retryAfterMs } from './retry-after';

const now = Date.parse('2026-11-22T10:00:00Z');
const read = (headers: Record<string, string>): number | undefined => retryAfterMs(new Headers(headers), now);

describe('Retry-After', () => {
  for (const [value, expected] of [
    ['2', 2_000],
    ['1.5', 1_500],
    ['0', 0],
    ['Sun, 22 Nov 2026 10:00:30 GMT', 30_000],
    ['Sunday, 22-Nov-26 10:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 09:59:00 GMT', undefined],
    ['try again in 5', undefined],
    ['wait 60', undefined],
    ['-5', undefined],
    ['1e3', undefined],
    ['soon', undefined],
    ['in 5 minutes', undefined],
    ['', undefined],
    ['2026-11-22', undefined],
  ] as const) {
    test(`"${value}" means ${expected === undefined ? 'nothing' : `${expected} ms`}`, () => {
      expect(read({ 'retry-after': value })).to.equal(expected);
    });
  }

  test('gives way to the finer retry-after-ms, unless that is garbage', () => {
    expect(read({ 'retry-after-ms': '120', 'retry-after': '9' })).to.equal(120);
    expect(read({ 'retry-after-ms': 'x', 'retry-after': '9' })).to.equal(9_000);
    expect(read({ 'retry-after-ms': '-1' })).to.equal(undefined);
  });

  test('is nothing without headers', () => {
    expect(retryAfterMs(undefined)).to.equal(undefined);
    expect(read({})).to.equal(undefined);
  });
});
