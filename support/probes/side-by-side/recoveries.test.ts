import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { RealOutage } from '../../environments/side-by-side/outage-run';
import { recoveries } from './recoveries';

const outage = (fromMs: number, toMs: number): RealOutage => ({
  target: 'database',
  fault: 'killed',
  fromMs,
  confirmedAtMs: fromMs,
  mendingAtMs: toMs,
  toMs,
});
const look = (atMs: number, level: string | undefined, waiting = 0) => ({ atMs, level, waiting });
const tookMs = (outages: RealOutage[], looks: ReturnType<typeof look>[]): (number | undefined)[] =>
  recoveries(outages, looks, 30_000).map((each) => each.tookMs);

describe('recoveries', () => {
  test('last from the end of an outage until full service with nothing that waits', () => {
    const looks = [look(50, 'full'), look(150, 'cache-only'), look(250, 'full', 3), look(300, 'full')];
    expect(tookMs([outage(100, 200)], looks)).to.deep.equal([100]);
  });

  test('are not known where the next outage came first, or another still stood', () => {
    const looks = [look(150, 'degraded'), look(700, 'full')];
    expect(tookMs([outage(100, 200), outage(300, 600)], looks)).to.deep.equal([100]);
    expect(tookMs([outage(100, 500), outage(200, 400)], looks)).to.deep.equal([200]);
  });

  test('that never came are told as such', () => {
    expect(tookMs([outage(100, 200)], [look(300, 'degraded'), look(40_000, undefined)])).to.deep.equal([
      undefined,
    ]);
    expect(tookMs([outage(100, 200), outage(30_201, 31_000)], [])).to.deep.equal([undefined, undefined]);
    expect(tookMs([outage(100, 200), outage(30_199, 31_000)], [])).to.deep.equal([undefined]);
  });
});
