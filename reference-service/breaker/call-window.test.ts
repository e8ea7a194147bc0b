import { describe, test } from 'node:test';
import { expect } from 'chai';
import { CallWindow } from './call-window';

const limits = { threshold: 0.3, minimumCalls: 10, windowCalls: 10, windowMs: 100 };

/** `-` stands for a success, `x` for a failure, one a millisecond. */
const windowOf = (calls: string, more: Partial<typeof limits> = {}): CallWindow => {
  const window = new CallWindow({ ...limits, ...more });
  for (const [atMs, call] of [...calls].entries()) window.add(call === 'x', atMs);
  return window;
};

describe('a call window', () => {
  test('reaches the threshold exactly at it', () => {
    expect(windowOf('xx--------').reachesThreshold()).to.equal(false);
    expect(windowOf('xxx-------').reachesThreshold()).to.equal(true);
  });

  test('says nothing with one call less than the minimum', () => {
    expect(windowOf('xxxxxxxxx').reachesThreshold()).to.equal(false);
    expect(windowOf('xxxxxxxxxx').reachesThreshold()).to.equal(true);
  });

  test('says nothing when empty or switched off', () => {
    expect(windowOf('', { minimumCalls: 0 }).reachesThreshold()).to.equal(false);
    expect(windowOf('xxxxxxxxxx', { threshold: 0 }).reachesThreshold()).to.equal(false);
  });

  test('holds so many calls, the last ones', () => {
    const window = windowOf('xxxxx----------');
    expect([window.calls(), window.failures()]).to.deep.equal([10, 0]);
  });

  test('drops a call as old as its window and keeps a younger one', () => {
    const window = windowOf('xx');
    window.add(false, 100);
    expect([window.calls(), window.failures()]).to.deep.equal([2, 1]);
  });
});
