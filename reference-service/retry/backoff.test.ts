import { describe, test } from 'node:test';
import { expect } from 'chai';
import { productionPolicy } from '../policy';
import { backoffMs } from './backoff';

const policy = { ...productionPolicy.retry, baseMs: 100, capMs: 1_000 };
const longest = (retry: number, floorMs?: number): number => backoffMs(policy, retry, floorMs, () => 1);

describe('the backoff', () => {
  test('doubles up to its cap', () => {
    expect([1, 2, 3, 4, 5, 60, 5_000].map((retry) => longest(retry))).to.deep.equal([
      100, 200, 400, 800, 1_000, 1_000, 1_000,
    ]);
  });

  test('draws its jitter after the cap, over the whole range', () => {
    // Drawn before the cap, nearly all late retries would wait exactly the cap.
    const waits = Array.from({ length: 1_000 }, () => backoffMs(policy, 20));
    expect(Math.max(...waits))
      .to.be.below(1_000)
      .and.above(900);
    expect(Math.min(...waits)).to.be.below(100);
    expect(waits.filter((wait) => wait < 500).length).to.be.within(400, 600);
  });

  test('never comes before what the provider asked for, and not all at that moment', () => {
    expect(backoffMs(policy, 1, 700, () => 0)).to.equal(700);
    expect(longest(1, 700)).to.equal(800);
  });
});
