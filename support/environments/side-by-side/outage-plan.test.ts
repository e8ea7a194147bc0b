import { describe, test } from 'node:test';
import { expect } from 'chai';
import { faultNamesFor } from '../../faults/registry';
import { behaviourByPhrase } from '../../providers/phrases';
import { faultsOf, type OutageWish, outagePlan, type PlannedOutage, targets } from './outage-plan';

const wish = {
  forMs: 60_000,
  shares: { 'primary provider': 0.25, 'secondary provider': 0.08, database: 0.18, cache: 0.08 },
};
const seeds = Array.from({ length: 300 }, (_, index) => index + 1);
const endOf = ({ atMs, forMs }: PlannedOutage): number => atMs + forMs;
const overlap = (one: PlannedOutage, other: PlannedOutage): boolean =>
  one.atMs < endOf(other) && other.atMs < endOf(one);

describe('a plan of outages', () => {
  test('is repeated by its seed, and is another with another', () => {
    const plan = (seed: number): PlannedOutage[] => outagePlan({ ...wish, seed });
    expect(plan(1)).to.deep.equal(plan(1));
    expect(plan(1)).to.not.deep.equal(plan(2));
  });

  test('has each out for the share of the time that was wished', () => {
    for (const seed of seeds) {
      const plan = outagePlan({ ...wish, seed });
      for (const target of targets) {
        const outMs = plan
          .filter((each) => each.target === target)
          .reduce((sum, { forMs }) => sum + forMs, 0);
        expect(outMs / wish.forMs, `${target}, seed ${seed}`).to.be.closeTo(wish.shares[target], 0.001);
      }
    }
  });

  test('never has both out that stand in for each other, nor anything at the beginning and the end', () => {
    for (const seed of seeds) {
      const plan = outagePlan({ ...wish, seed });
      for (const one of plan) {
        expect(one.atMs).to.be.at.least(2_500);
        expect(endOf(one)).to.be.at.most(56_000);
        for (const other of plan) {
          const isProvider = ({ target }: PlannedOutage): boolean => target.endsWith('provider');
          if (one !== other && isProvider(one) === isProvider(other))
            expect(overlap(one, other), `${JSON.stringify([one, other])}, seed ${seed}`).to.equal(false);
        }
      }
    }
  });

  test('has, over many seeds, every fault at every place, and providers out together with storage', () => {
    const met = new Set<string>();
    let together = 0;
    for (const seed of seeds) {
      const plan = outagePlan({ ...wish, seed });
      for (const { target, fault } of plan) met.add(`${target} ${fault}`);
      if (plan.some((one) => plan.some((other) => one !== other && overlap(one, other)))) together += 1;
    }
    for (const target of targets)
      for (const fault of faultsOf[target]) expect(met, fault).to.include(`${target} ${fault}`);
    expect(together).to.be.above(150);
  });

  test('speaks of faults and behaviours that there are', () => {
    for (const target of ['primary provider', 'secondary provider'] as const)
      for (const phrase of faultsOf[target]) behaviourByPhrase(phrase);
    expect(faultNamesFor('postgresql')).to.include.members([...faultsOf.database]);
    expect(faultNamesFor('redis')).to.include.members([...faultsOf.cache]);
  });

  test('leaves out what is never out, and needs time for the rest', () => {
    const shares: OutageWish['shares'] = {
      'primary provider': 0.2,
      'secondary provider': 0,
      database: 0,
      cache: 0,
    };
    expect(new Set(outagePlan({ forMs: 60_000, seed: 1, shares }).map(({ target }) => target))).to.deep.equal(
      new Set(['primary provider']),
    );
    expect(() => outagePlan({ ...wish, forMs: 30_000, seed: 1 })).to.throw(
      RangeError,
      'with what must lie between; got 30.0 s',
    );
  });
});
