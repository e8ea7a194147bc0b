import { describe, test } from 'node:test';
import { expect } from 'chai';
import { expectWellFormed } from './fixtures/expect-well-formed';
import { rectanglesIn } from './fixtures/rectangles-in';
import { palette } from './palette';
import { type StackedKind, stackedBars } from './stacked-bars';

const plot = { left: 0, right: 100, top: 20, bottom: 100 };
const bins = { startMs: 0, endMs: 1_000, binMs: 100 };
const { usual, nobodyKnows, refused } = palette;
const at = (ms: number, count: number): number[] => Array.from({ length: count }, () => ms);

const draw = (kinds: readonly StackedKind[], within = bins): string =>
  stackedBars(kinds, within, plot, (ms) => ms / 10).drawn.join('');

describe('stacked bars', () => {
  test('are as high as their kinds are many, one on top of the other', () => {
    const svg = draw([
      { name: 'usual', tint: usual, timesMs: [...at(50, 4), ...at(150, 8)] },
      { name: 'nobody knows', tint: nobodyKnows, timesMs: at(199, 2) },
      { name: 'refused', tint: refused, timesMs: at(150, 6) },
    ]);
    expect(svg.match(/(?<=>)\d+(?=<)/g), 'counted in each bin').to.deep.equal(['0', '5', '10', '15']);
    const [first, second] = rectanglesIn(svg, usual.fill);
    // 16 in the fullest bin, which fills 80 pixels.
    expect(first).to.deep.equal({ from: 0, to: 9, top: 80, bottom: 100 });
    expect(second).to.deep.equal({ from: 10, to: 19, top: 60, bottom: 100 });
    expect(rectanglesIn(svg, nobodyKnows.fill)).to.deep.equal([{ from: 10, to: 19, top: 50, bottom: 60 }]);
    expect(rectanglesIn(svg, refused.fill)).to.deep.equal([{ from: 10, to: 19, top: 20, bottom: 50 }]);
  });

  test('say how many events each kind has, even none', () => {
    const kinds = [
      { name: 'usual', tint: usual, timesMs: at(50, 12) },
      { name: 'refused', tint: refused, timesMs: [] },
    ];
    expect(stackedBars(kinds, bins, plot, (ms) => ms / 10).legend).to.deep.equal([
      { name: 'usual', figure: '12', tint: usual },
      { name: 'refused', figure: '0', tint: refused },
    ]);
    expect(draw(kinds), 'and draw nothing of it').not.to.include(`fill="${refused.fill}"`);
  });

  test('show a single one among thousands', () => {
    const svg = draw([
      { name: 'usual', tint: usual, timesMs: at(50, 5_000) },
      { name: 'nobody knows', tint: nobodyKnows, timesMs: [50] },
      { name: 'refused', tint: refused, timesMs: [50] },
    ]);
    const [most] = rectanglesIn(svg, usual.fill);
    const [unknown] = rectanglesIn(svg, nobodyKnows.fill);
    const [red] = rectanglesIn(svg, refused.fill);
    expect(red?.top, 'altogether as high as they are many').to.equal(plot.top);
    expect(red?.bottom).to.equal(unknown?.top);
    expect(unknown?.bottom).to.equal(most?.top);
    for (const piece of [unknown, red])
      expect((piece?.bottom ?? 0) - (piece?.top ?? 0), 'high').to.be.closeTo(1.5, 0.11);
  });

  test('do not fall at the end, where the last bin is wider', () => {
    const timesMs = Array.from({ length: 103 }, (_, index) => index * 10);
    const bars = rectanglesIn(
      draw([{ name: 'usual', tint: usual, timesMs }], { ...bins, endMs: 1_030 }),
      usual.fill,
    );
    expect(bars).to.have.length(10);
    for (const { top } of bars) expect(top).to.be.closeTo(bars[0]?.top ?? 0, 0.11);
    expect(bars.at(-1)).to.include({ from: 90, to: 102 });
  });

  test('are none when nothing happened, over an axis nevertheless', () => {
    const svg = draw([{ name: 'usual', tint: usual, timesMs: [] }]);
    expectWellFormed(`<svg>${svg}</svg>`);
    expect(svg).to.include('>0</text>').and.include('>1</text>');
    expect(rectanglesIn(svg, usual.fill)).to.deep.equal([]);
  });
});
