import { describe, test } from 'node:test';
import { expect } from 'chai';
import { randomFrom } from '../random';
import { togetherInMs } from './together-in-ms';

/** A provider whose first call can begin at this moment and each other a gap later. */
const from = (firstMs: number, gapMs = 100): { turnInMs: (place: number) => number } => ({
  turnInMs: (place) => firstMs + (place - 1) * gapMs,
});

describe('the moment by which providers have let in so many calls together', () => {
  for (const [name, providers, calls, expected] of [
    ['one alone', [from(500)], 3, 700],
    ['two alike share', [from(500), from(500)], 4, 600],
    ['two alike, an odd number', [from(500), from(500)], 5, 700],
    ['the second is not needed', [from(500), from(60_000)], 10, 1_400],
    ['the second begins as the last call is due', [from(500), from(1_400)], 10, 1_400],
    ['the second is free', [from(500), from(0, 0)], 100, 0],
    ['in any order', [from(60_000), from(500)], 10, 1_400],
  ] as const) {
    test(`${name}: ${expected} ms for ${calls} calls`, () => {
      expect(togetherInMs(providers, calls)).to.equal(expected);
    });
  }

  test('is never later than it really is', () => {
    for (let seed = 1; seed <= 2_000; seed += 1) {
      const random = randomFrom(seed);
      const upTo = (below: number): number => Math.floor(random() * below);
      const providers = Array.from({ length: 1 + upTo(4) }, () => from(upTo(1_000), upTo(200)));
      const calls = 1 + upTo(20);
      const moments = providers
        .flatMap(({ turnInMs }) => Array.from({ length: calls }, (_, index) => turnInMs(index + 1)))
        .sort((one, other) => one - other);
      expect(togetherInMs(providers, calls), `seed ${seed}`).to.be.at.most(moments[calls - 1] as number);
    }
  });
});
