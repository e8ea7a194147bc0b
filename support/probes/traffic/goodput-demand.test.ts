import { test } from 'node:test';
import { expect } from 'chai';
import { goodputDemand } from './goodput-demand';

test('a demand on goodput has defaults, and what is chosen replaces them', () => {
  expect(goodputDemand({ withinMs: 5_000 })).to.deep.include({ withinMs: 5_000, enoughShare: 0.95 });
  expect(goodputDemand({ withinMs: 0, windowMs: 2_000 })).to.deep.include({
    windowMs: 2_000,
    watchMs: 3_000,
  });
});

test('a demand on goodput that could not be checked is refused', () => {
  const wrong = [
    { withinMs: -1 },
    { withinMs: Number.NaN },
    { enoughShare: 1.01 },
    { enoughShare: 0.5, feltShare: 0.5 },
    { windowMs: 0 },
    { stepMs: 0 },
    { stepMs: 1_001 },
    { watchMs: 999 },
    { warmUpMs: -1 },
    { fewestBefore: 0 },
  ];
  for (const each of wrong) {
    const [name, value] = Object.entries(each).at(-1) as [string, number];
    expect(() => goodputDemand({ withinMs: 1, ...each }))
      .to.throw(RangeError, `got ${value}`)
      .with.property('message')
      .that.includes(name);
  }
});
