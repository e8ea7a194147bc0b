import { describe, test } from 'node:test';
import { expect } from 'chai';
import { parseDuration } from './duration';

describe('a duration', () => {
  for (const [text, ms] of [
    ['500 milliseconds', 500],
    ['1 millisecond', 1],
    ['1 second', 1_000],
    ['1.5 seconds', 1_500],
    [' 2 minutes ', 120_000],
    ['0 seconds', 0],
  ] as const) {
    test(`"${text}" is ${ms} ms`, () => {
      expect(parseDuration(text)).to.equal(ms);
    });
  }

  for (const text of ['', '5', 'second', '5s', '-1 seconds', '1 hour', '1,5 seconds', '1 second or so']) {
    test(`"${text}" is none`, () => {
      expect(() => parseDuration(text)).to.throw(
        `must read like "500 milliseconds" or "2 seconds"; got "${text}"`,
      );
    });
  }
});
