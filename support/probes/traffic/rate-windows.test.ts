import { test } from 'node:test';
import { expect } from 'chai';
import { rateWindows } from './rate-windows';

test('windows slide over a stretch and stay inside it', () => {
  const series = { fromMs: 1_000, toMs: 2_000, windowMs: 500, stepMs: 250 };
  const timesMs = [2_000, 1_999, 1_500, 1_499, 1_000, 999];
  expect(rateWindows(timesMs, series)).to.deep.equal([
    { afterMs: 0, perSecond: 4 },
    { afterMs: 250, perSecond: 4 },
    { afterMs: 500, perSecond: 4 },
  ]);
  expect(rateWindows(timesMs, { ...series, toMs: 1_999 }), 'the last would reach out').to.have.length(2);
  expect(rateWindows([], { ...series, toMs: 1_500 }), 'one just fits').to.deep.equal([
    { afterMs: 0, perSecond: 0 },
  ]);
  expect(rateWindows(timesMs, { ...series, toMs: 1_499 }), 'shorter than a window').to.deep.equal([]);
  expect(rateWindows(timesMs, { ...series, toMs: Number.NEGATIVE_INFINITY })).to.deep.equal([]);
});
