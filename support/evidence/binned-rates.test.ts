import { test } from 'node:test';
import { expect } from 'chai';
import { binnedRates } from './binned-rates';

test('rates are counted in bins side by side, and the rest belongs to the last', () => {
  const bins = { startMs: 1_000, endMs: 1_600, binMs: 250 };
  expect(binnedRates([1_600, 1_000, 1_249, 1_250, 1_500], bins)).to.deep.equal([
    { fromMs: 1_000, toMs: 1_250, perSecond: 8 },
    { fromMs: 1_250, toMs: 1_600, perSecond: 3 / 0.35 },
  ]);
  expect(binnedRates([], { ...bins, endMs: 1_750 }), 'three whole ones').to.deep.equal(
    [1_000, 1_250, 1_500].map((fromMs) => ({ fromMs, toMs: fromMs + 250, perSecond: 0 })),
  );
});

test('less than a bin is one bin', () => {
  expect(binnedRates([7, 7], { startMs: 7, endMs: 7, binMs: 250 })).to.deep.equal([
    { fromMs: 7, toMs: 257, perSecond: 8 },
  ]);
});

test('a steady rate stays level to the end', () => {
  const timesMs = Array.from({ length: 407 }, (_, index) => 25 * index);
  const rates = binnedRates(timesMs, { startMs: 0, endMs: timesMs.at(-1) as number, binMs: 250 });
  for (const { perSecond } of rates) expect(perSecond).to.be.within(40, 44);
});
