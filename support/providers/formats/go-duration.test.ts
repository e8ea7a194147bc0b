import { describe, test } from 'node:test';
import { expect } from 'chai';
import { goDuration } from './go-duration';

describe('a duration as Go prints it', () => {
  for (const [durationMs, text] of [
    [0, '0s'],
    [0.2, '1ms'],
    [350, '350ms'],
    [999, '999ms'],
    [999.1, '1s'],
    [1_000, '1s'],
    [1_500, '1.5s'],
    [59_999, '59.999s'],
    [60_000, '1m0s'],
    [90_500, '1m30.5s'],
    [360_000, '6m0s'],
    [3_600_500, '1h0m0.5s'],
    [86_400_000, '24h0m0s'],
    [-1_500, '-1.5s'],
  ] as const) {
    test(`${durationMs} ms is ${text}`, () => {
      expect(goDuration(durationMs)).to.equal(text);
    });
  }
});
