import { test } from 'node:test';
import { expect } from 'chai';
import { faultNamesFor } from '../faults/registry';
import { type Blow, soakSchedule } from './soak-schedule';

const forMs = 300_000;
const endOf = ({ atMs, forMs: lastsMs }: Blow): number => atMs + lastsMs;

test('is repeated by its seed, and is another with another', () => {
  expect(soakSchedule({ forMs, seed: 1 })).to.deep.equal(soakSchedule({ forMs, seed: 1 }));
  expect(soakSchedule({ forMs, seed: 1 })).to.not.deep.equal(soakSchedule({ forMs, seed: 2 }));
});

test('undoes everything before the next outage and before the end, and hits no target twice at once', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const outages = soakSchedule({ forMs, seed });
    expect(outages.length).to.be.at.least(15);
    outages.forEach(({ blows }, index) => {
      const targets = blows.map(({ target }) => target);
      expect(new Set(targets).size).to.equal(targets.length);
      const nextMs = outages[index + 1]?.blows.map(({ atMs }) => atMs) ?? [forMs];
      expect(Math.max(...blows.map(endOf))).to.be.below(Math.min(...nextMs));
    });
  }
});

test('meets every target with every fault, but for the one that loses what was accepted', () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 50; seed += 1)
    for (const { blows } of soakSchedule({ forMs, seed }))
      for (const { target, fault } of blows) seen.add(`${target} ${fault}`);
  const wanted = (['postgresql', 'redis'] as const).flatMap((kind) =>
    faultNamesFor(kind).map((fault) => `${kind} ${fault}`),
  );
  const left = wanted.filter((each) => !seen.has(each));
  expect(left).to.deep.equal(['redis storage-destroyed']);
  expect(seen).to.include('service killed');
});

test('needs time for at least one', () => {
  expect(() => soakSchedule({ forMs: 5_000, seed: 1 })).to.throw(RangeError, 'at least 9 s; got 5 s');
});
