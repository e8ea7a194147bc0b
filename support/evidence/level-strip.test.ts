import { describe, test } from 'node:test';
import { expect } from 'chai';
import { expectWellFormed } from './fixtures/expect-well-formed';
import { rectanglesIn } from './fixtures/rectangles-in';
import { levelStrip } from './level-strip';
import { palette } from './palette';

const plot = { left: 0, right: 600, top: 10, bottom: 40 };
const strip = (seen: readonly (readonly [number, string])[], endMs: number) => {
  const levels = seen.map(([atMs, level]) => ({ atMs, level }));
  const { drawn, legend } = levelStrip(levels, endMs, plot, (ms) => ms / 10);
  expectWellFormed(`<svg>${drawn.join('')}</svg>`);
  return { svg: drawn.join(''), legend: legend.map(({ name, figure }) => `${name} ${figure}`) };
};

describe('the strip of service levels', () => {
  test('has a segment for each level, from when it was first seen to when another was', () => {
    const { svg, legend } = strip(
      [
        [500, 'full'],
        [900, 'full'],
        [1_000, 'cache-only'],
        [2_500, 'cache-only'],
        [3_000, 'full'],
      ],
      6_000,
    );
    expect(rectanglesIn(svg, palette.usual.fill)).to.deep.equal([
      { from: 50, to: 100, top: 10, bottom: 40 },
      { from: 300, to: 600, top: 10, bottom: 40 },
    ]);
    expect(rectanglesIn(svg, palette.substitute.fill)).to.deep.equal([
      { from: 100, to: 300, top: 10, bottom: 40 },
    ]);
    expect(legend).to.deep.equal(['full 3.5 s', 'cache-only 2 s']);
    expect(svg)
      .to.match(/<text x="75\.0" [^>]*>full</)
      .and.match(/<text x="200\.0" [^>]*>cache-only</);
  });

  test('leaves a name out where it has no room', () => {
    const { svg, legend } = strip(
      [
        [0, 'full'],
        [3_000, 'cache-only'],
        [3_600, 'full'],
      ],
      6_000,
    );
    expect(svg).not.to.include('cache-only');
    expect(legend).to.include('cache-only 0.6 s');
  });

  test('shows the shortest trouble on top of what was well', () => {
    const { svg } = strip(
      [
        [0, 'full'],
        [3_000, 'unavailable'],
        [3_001, 'full'],
        [5_000, 'no answer'],
        [5_000, 'full'],
      ],
      6_000,
    );
    expect(rectanglesIn(svg, palette.refused.fill)).to.deep.equal([
      { from: 300, to: 301, top: 10, bottom: 40 },
    ]);
    expect(rectanglesIn(svg, palette.silent.fill)).to.deep.equal([
      { from: 500, to: 501, top: 10, bottom: 40 },
    ]);
    expect(svg.indexOf(palette.refused.fill)).to.be.above(svg.indexOf(palette.usual.fill));
  });

  test('takes levels of any name', () => {
    const { svg, legend } = strip(
      [
        [0, '<dreaming>'],
        [2_000, 'constructor'],
        [4_000, 'full'],
      ],
      6_000,
    );
    expect(svg).to.include('>&lt;dreaming&gt;<').and.include('>constructor<');
    expect(legend).to.deep.equal(['full 2 s', 'other 4 s']);
  });

  test('is nothing when nobody looked', () => {
    expect(strip([], 6_000)).to.deep.equal({ svg: '', legend: [] });
  });

  test('stays small, however often the level changes', () => {
    const levels = ['full', 'degraded', 'limited', 'cache-only', 'unavailable', 'no answer'];
    const seen = Array.from({ length: 50_000 }, (_, index) => [index, levels[index % 6] as string] as const);
    const { drawn } = levelStrip(
      seen.map(([atMs, level]) => ({ atMs, level })),
      50_000,
      plot,
      (ms) => (600 * ms) / 50_000,
    );
    expect(drawn.join('').length).to.be.below(50_000);
  });
});
