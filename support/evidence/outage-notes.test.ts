import { describe, test } from 'node:test';
import { expect } from 'chai';
import { expectWellFormed } from './fixtures/expect-well-formed';
import { rectanglesIn } from './fixtures/rectangles-in';
import { outageNotes } from './outage-notes';
import { type Band, trafficNotes } from './traffic-notes';

const plot = { left: 0, right: 600, top: 100, bottom: 500 };
const x = (ms: number): number => ms / 10;
const times = (count: number, name: string, fromMs: number, everyMs: number): Band[] =>
  Array.from({ length: count }, (_, index) => ({
    name,
    fromMs: fromMs + everyMs * index,
    toMs: fromMs + everyMs * index + 20,
  }));
const draw = (...args: Parameters<typeof outageNotes>): string => {
  const { shades, dashes, words } = outageNotes(...args);
  const svg = [...shades, ...dashes, ...words].join('');
  expectWellFormed(`<svg>${svg}</svg>`);
  return svg;
};

describe('the notes of an outage', () => {
  test('are named in place while there are few', () => {
    const bands = [
      { name: 'database killed', fromMs: 1_000, toMs: 3_000 },
      { name: 'Redis killed', fromMs: 1_000, toMs: 3_000 },
    ];
    const marks = [{ atMs: 1_500, label: 'service killed' }];
    expect(outageNotes(bands, marks, plot, x)).to.deep.equal(trafficNotes(bands, marks, plot, x));
    expect(outageNotes(bands, marks, plot, x).isCrowded).to.equal(false);
  });

  test('of one name share a lane, and are counted, where they are many', () => {
    const svg = draw(
      [...times(20, 'database killed', 0, 250), ...times(10, 'Redis <killed>', 100, 500)],
      [{ atMs: 5_900, label: 'service killed' }],
      plot,
      x,
    );
    expect(svg.match(/>[^<]+</g)).to.deep.equal([
      '>20 × database killed<',
      '>10 × Redis &lt;killed&gt;<',
      '>service killed<',
    ]);
    const lanes = new Map<number, number>();
    const bars = rectanglesIn(svg, '#cf222e').filter(({ bottom }) => bottom < plot.top);
    for (const { top } of bars) lanes.set(top, (lanes.get(top) ?? 0) + 1);
    expect([...lanes.values()]).to.deep.equal([20, 10]);
    expect(bars[1]).to.include({ from: 25, to: 27 });
    const shades = rectanglesIn(svg, '#cf222e').filter(({ bottom }) => bottom === plot.bottom);
    expect(shades, 'each reaches down through everything').to.have.length(30);
    expect(rectanglesIn(svg, '#bc4c00').map(({ from }) => from)).to.deep.equal([590, 590]);
  });

  test('are crowded when five stand in one place, be it only five', () => {
    const five = ['one', 'two', 'three', 'four', 'five'].map((name) => ({ name, fromMs: 0, toMs: 900 }));
    expect(draw(five.slice(1), [], plot, x)).not.to.include('×');
    const svg = draw(five, [], plot, x);
    expect(svg).to.include('>three<').and.include('2 × something else').and.not.to.include('four');
  });

  test('tell a fault from a mark of the same name', () => {
    const svg = draw(times(9, 'service killed', 0, 500), [{ atMs: 0, label: 'service killed' }], plot, x);
    expect(svg.match(/>[^<]+</g)).to.deep.equal(['>9 × service killed<', '>service killed<']);
  });

  test('are none where nothing was broken', () => {
    expect(draw([], [], plot, x)).to.equal('');
  });

  test('stay few, however many faults there are', () => {
    expect(draw(times(5_000, 'flapping', 0, 1), [], plot, x).length).to.be.below(1_000);
  });
});
