import { describe, test } from 'node:test';
import { expect } from 'chai';
import { exactBounds } from '../../ledger/exact-bounds';
import { seededRandom } from '../../random/seeded-random';
import { type Availability, availabilityOf, percent, servesAtMost, servesMoreThan } from './availability';

const seen = (requests: number, failed: number): Availability => ({
  requests,
  served: requests - failed,
  share: (requests - failed) / requests,
  ...exactBounds(requests - failed, requests),
});

describe('availability', () => {
  test('counts what was served', () => {
    const told = [...Array(3).fill({ became: 'served' }), { became: 'refused' }, { became: 'too late' }];
    expect(availabilityOf(told)).to.include({ requests: 5, served: 3, share: 0.6 });
    expect(availabilityOf([])).to.include({ requests: 0, share: 1, least: 0, most: 1 });
  });

  for (const [requests, failed, verdict, words] of [
    [6_600, 2, 'passed', '6598 of 6600 served, 99.969 %'],
    [6_600, 3, 'inconclusive', 'need 7752 requests where 3 are not served'],
    [2_994, 0, 'inconclusive', 'need 2995 requests where 0 are not served'],
    [6_600, 7, 'failed', 'more than 99.9 % were to be served: 6593 of 6600 served'],
    [6_600, 1_200, 'failed', '81.818 %'],
  ] as const) {
    test(`${failed} of ${requests} not served, held against 99.9 %: ${verdict}`, () => {
      const finding = servesMoreThan(0.999, seen(requests, failed));
      expect(finding.verdict).to.equal(verdict);
      expect(finding.because).to.include(words);
    });
  }

  for (const [requests, failed, verdict] of [
    [6_600, 1_200, 'passed'],
    [6_600, 360, 'passed'],
    [6_600, 335, 'inconclusive'],
    [6_600, 300, 'failed'],
    [6_600, 0, 'failed'],
    [10, 1, 'inconclusive'],
  ] as const) {
    test(`${failed} of ${requests} not served, held against at most 95 %: ${verdict}`, () => {
      expect(servesAtMost(0.95, seen(requests, failed)).verdict).to.equal(verdict);
    });
  }

  test('is seldom misjudged: the rates that the verdict is published with', () => {
    const random = seededRandom(11);
    const runs = 2_000;
    // How many of 6,600 fail where each fails with this chance: far quicker than drawing each.
    const failures = (chance: number): number => {
      let count = 0;
      for (let at = gap(chance); at < 6_600; at += gap(chance)) count += 1;
      return count;
    };
    const gap = (chance: number): number => 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - chance));
    const passedOf = (share: number): number =>
      Array.from({ length: runs }, () => servesMoreThan(0.999, seen(6_600, failures(1 - share)))).filter(
        ({ verdict }) => verdict === 'passed',
      ).length / runs;
    expect(passedOf(0.999), 'wrongly passed at 99.9 %').to.be.below(0.055);
    expect(passedOf(0.998), 'wrongly passed at 99.8 %').to.be.below(0.002);
    expect(passedOf(0.9999), 'passed at 99.99 %').to.be.above(0.95);
    expect(passedOf(0.99999), 'passed at 99.999 %').to.be.above(0.998);
  });

  test('is cut, never rounded up', () => {
    expect([0.9999999, 0.81818, 1, 0.95].map(percent)).to.deep.equal([
      '99.999 %',
      '81.818 %',
      '100 %',
      '95 %',
    ]);
  });
});
