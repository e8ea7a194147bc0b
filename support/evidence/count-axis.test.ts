import { test } from 'node:test';
import { expect } from 'chai';
import { countAxis } from './count-axis';

const plot = { left: 60, right: 680, top: 100, bottom: 180 };

test('numbers are counted from the floor in whole, round steps, and the highest fills the plot', () => {
  const ticks = (highest: number): number[] =>
    countAxis(highest, plot).drawn.map((each) => Number(/>(\d+)</.exec(each)?.[1]));
  expect(ticks(1)).to.deep.equal([0, 1]);
  expect(ticks(3)).to.deep.equal([0, 1, 2, 3]);
  expect(ticks(7)).to.deep.equal([0, 2, 4, 6]);
  expect(ticks(400)).to.deep.equal([0, 100, 200, 300, 400]);
  for (const highest of [1, 1.25, 5, 11, 99.5, 10_000]) {
    const { y } = countAxis(highest, plot);
    expect(y(0)).to.equal(plot.bottom);
    expect(y(highest), `${highest}`).to.be.closeTo(plot.top, 1e-9);
    expect(y(0) - y(highest)).to.be.closeTo(2 * (y(0) - y(highest / 2)), 1e-9);
  }
});
