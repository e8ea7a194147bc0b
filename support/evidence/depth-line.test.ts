import { describe, test } from 'node:test';
import { expect } from 'chai';
import { depthLine, type SeenDepth } from './depth-line';
import { expectWellFormed } from './fixtures/expect-well-formed';

const plot = { left: 0, right: 600, top: 0, bottom: 60 };
const draw = (depths: readonly (readonly [number, number])[], endMs = 6_000) => {
  const seen: SeenDepth[] = depths.map(([atMs, depth]) => ({ atMs, depth }));
  const { drawn, legend } = depthLine(seen, endMs, plot, (ms) => (600 * ms) / endMs);
  const svg = drawn.join('');
  expectWellFormed(`<svg>${svg}</svg>`);
  return {
    svg,
    legend: legend.map(({ name, figure }) => `${name} ${figure}`),
    path: /<path fill="none" [^>]*d="([^"]*)"/.exec(svg)?.[1],
  };
};

describe('the line of what waits', () => {
  test('is level until the next look, and upright there', () => {
    const { path, svg, legend } = draw([
      [0, 0],
      [1_000, 10],
      [2_000, 20],
      [4_000, 5],
    ]);
    // 60 pixels are 28, since the name of the peak stands above it.
    expect(path).to.equal('M0.0 60.0H100.0V38.6H200.0V17.1H400.0V49.3H600.0');
    expect(svg)
      .to.match(/<circle cx="200\.0" cy="17\.1"/)
      .and.include('>peak 20<');
    expect(legend).to.deep.equal(['most at once 20', 'left at the end 5']);
  });

  test('leaves out what did not change', () => {
    const depths = Array.from({ length: 1_000 }, (_, index) => [index, index < 500 ? 0 : 4] as const);
    expect(draw(depths, 1_000).path?.match(/V/g)).to.have.length(1);
  });

  test('keeps the peak of many looks within one pixel, and stays small', () => {
    const depths = Array.from(
      { length: 20_000 },
      (_, index) => [index, index === 7_003 ? 80 : index % 3] as const,
    );
    const { svg, path } = draw(depths, 20_000);
    expect(svg).to.include('>peak 80<');
    expect(path, '60 pixels are 112').to.include('V17.1');
    expect(svg.length).to.be.below(40_000);
  });

  test('runs along the floor when nothing ever waited, without a peak', () => {
    const { path, svg, legend } = draw([[1_000, 0]]);
    expect(path).to.equal('M100.0 60.0H600.0');
    expect(svg).not.to.include('peak');
    expect(legend).to.deep.equal(['most at once 0', 'left at the end 0']);
  });

  test('names a peak at the edge within the plot', () => {
    expect(draw([[6_000, 3]]).svg).to.match(/<text x="574\.0" [^>]*>peak 3</);
  });

  test('is not there when nobody looked', () => {
    const { path, legend } = draw([]);
    expect(path).to.equal(undefined);
    expect(legend).to.deep.equal([]);
  });
});
