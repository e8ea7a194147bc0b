import { describe, test } from 'node:test';
import { expect } from 'chai';
import { availabilityOf } from './availability';
import { type Measured, targetFindings } from './targets';

const requests = Array.from({ length: 3_000 }, () => ({ became: 'served' }));
const measured: Measured = {
  availability: availabilityOf(requests),
  failovers: [
    { tookMs: 3_200, outage: 0 },
    { tookMs: 10, outage: 0 },
    { tookMs: 12, outage: 3 },
  ],
  recoveriesMs: [2_500, 9_000],
  copies: { shown: 198, of: 200 },
};
const table = {
  'requests served, degraded service included': 'more than 99.9 percent',
  'each answer by another provider': 'within 5 seconds',
  'full service after each outage': 'within 30 seconds',
  'conversations shown although the database is out': 'more than 80 percent',
};
const verdicts = (change: Partial<Measured>): Record<string, string> =>
  Object.fromEntries(
    targetFindings(table, { ...measured, ...change }).map(({ target, verdict }) => [target, verdict]),
  );
const passed = Object.fromEntries(Object.keys(table).map((target) => [target, 'passed']));

describe('the targets of degraded operation', () => {
  test('are met where all that was measured is', () => {
    expect(verdicts({})).to.deep.equal(passed);
    const [, failover] = targetFindings(table, measured);
    expect(failover?.samples, 'outages, not answers').to.equal(2);
    expect(failover?.seen).to.include('for 95 % 59 outages are needed');
  });

  const [served, another, full, shown] = Object.keys(table) as [string, string, string, string];
  for (const [what, change, target, verdict] of [
    [
      'too many requests failed',
      { availability: availabilityOf([...requests, ...Array(4).fill({ became: 'refused' })]) },
      served,
      'failed',
    ],
    ['too few requests', { availability: availabilityOf(requests.slice(10)) }, served, 'inconclusive'],
    ['one answer came late', { failovers: [{ tookMs: 5_001, outage: 0 }] }, another, 'failed'],
    ['no provider failed', { failovers: [] }, another, 'inconclusive'],
    ['one outage only', { failovers: measured.failovers.slice(0, 2) }, another, 'inconclusive'],
    ['one return came late', { recoveriesMs: [2_000, 30_001] }, full, 'failed'],
    ['one return never came', { recoveriesMs: [2_000, undefined] }, full, 'failed'],
    ['no return was seen', { recoveriesMs: [] }, full, 'inconclusive'],
    ['too little was shown', { copies: { shown: 150, of: 200 } }, shown, 'failed'],
    ['hardly enough was shown', { copies: { shown: 165, of: 200 } }, shown, 'inconclusive'],
    ['nothing was read', { copies: { shown: 0, of: 0 } }, shown, 'inconclusive'],
  ] as const) {
    test(`${verdict}, when ${what}: ${target}`, () => {
      expect(verdicts(change)).to.deep.equal({ ...passed, [target]: verdict });
    });
  }

  test('must be known, and be in words that are', () => {
    expect(() => targetFindings({ beauty: 'within 5 seconds' }, measured)).to.throw(
      'expected one of: requests',
    );
    expect(() => targetFindings({ [full]: 'soon' }, measured)).to.throw('got "soon"');
  });
});
