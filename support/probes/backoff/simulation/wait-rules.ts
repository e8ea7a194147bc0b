import { backoffSetup, nominalMs } from '../backoff-setup';
import type { BackoffCheck } from '../finding';

/** Rules by which a client may wait. All but the first two are wrong. */
export type WaitRuleName =
  | 'full jitter'
  | 'full jitter after Retry-After'
  | 'none'
  | 'fixed'
  | '+-10 %'
  | 'jitter before the cap'
  | 'equal jitter'
  | 'decorrelated'
  | 'linear growth'
  | 'no growth'
  | 'coarse jitter'
  | 'the same jitter for all'
  | 'Retry-After to the letter'
  | 'Retry-After or jitter, the longer'
  | 'Retry-After and a tenth'
  | 'Retry-After ignored';

/** How a client waits. */
export interface WaitRule {
  /** The check that is meant to catch it; left out for what is right. */
  readonly caughtBy?: BackoffCheck;
  /** What the provider asks for with every answer, in milliseconds; 0: nothing. */
  readonly floorMs: number;
  /**
   * @param retry 1 for the first.
   * @param previousMs the client's wait before the previous retry; the base for the first.
   * @param shared the same number for all clients at this retry, 0 to 1.
   * @returns milliseconds, the floor included.
   */
  readonly wait: (random: () => number, retry: number, previousMs: number, shared: number) => number;
}

const { baseMs, capMs } = backoffSetup;
const floorMs = 2_000;
const between = (random: () => number, fromMs: number, toMs: number): number =>
  fromMs + random() * (toMs - fromMs);

/** Known-good and known-bad ways to wait, to measure the checks by. */
export const waitRules: Readonly<Record<WaitRuleName, WaitRule>> = {
  'full jitter': { floorMs: 0, wait: (random, retry) => random() * nominalMs(retry) },
  'full jitter after Retry-After': {
    floorMs,
    wait: (random, retry) => floorMs + random() * nominalMs(retry),
  },
  none: { caughtBy: 'spread', floorMs: 0, wait: (_, retry) => nominalMs(retry) },
  fixed: { caughtBy: 'growth', floorMs: 0, wait: () => baseMs },
  '+-10 %': {
    caughtBy: 'spread',
    floorMs: 0,
    wait: (random, retry) => nominalMs(retry) * between(random, 0.9, 1.1),
  },
  'jitter before the cap': {
    caughtBy: 'pile-up',
    floorMs: 0,
    wait: (random, retry) => Math.min(capMs, random() * baseMs * 2 ** (retry - 1)),
  },
  'equal jitter': {
    caughtBy: 'shape',
    floorMs: 0,
    wait: (random, retry) => nominalMs(retry) * between(random, 0.5, 1),
  },
  decorrelated: {
    caughtBy: 'shape',
    floorMs: 0,
    wait: (random, _, previousMs) => Math.min(capMs, between(random, baseMs, 3 * previousMs)),
  },
  'linear growth': {
    caughtBy: 'growth',
    floorMs: 0,
    wait: (random, retry) => random() * Math.min(capMs, baseMs * retry),
  },
  'no growth': { caughtBy: 'growth', floorMs: 0, wait: (random) => random() * baseMs },
  'coarse jitter': {
    caughtBy: 'spread',
    floorMs: 0,
    wait: (random, retry) => Math.floor((random() * nominalMs(retry)) / 500) * 500,
  },
  'the same jitter for all': {
    caughtBy: 'spread',
    floorMs: 0,
    wait: (_random, retry, _previousMs, shared) => shared * nominalMs(retry),
  },
  'Retry-After to the letter': { caughtBy: 'floor', floorMs, wait: () => floorMs },
  'Retry-After or jitter, the longer': {
    caughtBy: 'floor',
    floorMs,
    wait: (random, retry) => Math.max(floorMs, random() * nominalMs(retry)),
  },
  'Retry-After and a tenth': {
    caughtBy: 'floor',
    floorMs,
    wait: (random) => floorMs * between(random, 1, 1.1),
  },
  'Retry-After ignored': { caughtBy: 'floor', floorMs, wait: (random, retry) => random() * nominalMs(retry) },
};
