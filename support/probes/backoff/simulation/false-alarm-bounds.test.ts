import { describe, test } from 'node:test';
import { expect } from 'chai';
import { binomialTail } from './binomial-tail';
import { falseAlarmBounds } from './false-alarm-bounds';

describe('the computed false alarms', () => {
  test('rest on a binomial tail with known values', () => {
    expect(binomialTail(10, 0, 0.3)).to.be.closeTo(1, 1e-12);
    expect(binomialTail(10, 10, 0.5)).to.be.closeTo(1 / 1024, 1e-15);
    expect(binomialTail(4, 3, 0.5)).to.be.closeTo(5 / 16, 1e-12);
  });

  test('are fewer than one in 10,000, and fewer still with more clients', () => {
    const [few, many] = [falseAlarmBounds(300), falseAlarmBounds(600)];
    expect(few.growth).to.be.below(1e-4).and.above(many.growth);
    expect(few.shape).to.be.below(1e-4).and.above(many.shape);
  });
});
