import { describe, test } from 'node:test';
import { expect } from 'chai';
import { expectWellFormed } from './fixtures/expect-well-formed';
import { escaped, label, opening, secondsAxis, shortened, stroke } from './svg';

const plot = { left: 100, right: 500, top: 10, bottom: 90 };

describe('the pieces of a picture', () => {
  test('make one that is well-formed', () => {
    const axis = secondsAxis(plot, 2_000, (ms) => 100 + ms / 5, 'seconds');
    const words = label(5, 5, escaped('<a & "b">'), stroke('#fff', 2, '4 3'));
    const svg = [...opening({ width: 600, height: 120 }, 'Title'), ...axis, words, '</svg>'].join('\n');
    expectWellFormed(svg);
    expect(svg).to.include('viewBox="0 0 600 120"').and.include('stroke-dasharray="4 3"');
  });

  test('mark whole steps of time, the ends too, and never more than fit', () => {
    const seconds = (spanMs: number): string[] =>
      secondsAxis(plot, spanMs, (ms) => ms, 'seconds').flatMap(
        (each) => each.match(/(?<=>)[\d.]+(?=<)/) ?? [],
      );
    expect(seconds(1_000)).to.have.length(11).and.include('0.1');
    expect(seconds(16_000)).to.have.length(17).and.include('16');
    expect(seconds(16_500)).to.have.length(9).and.include('16');
    for (const spanMs of [1_000, 1_500, 1_700, 33_000, 3_600_000])
      expect(seconds(spanMs).length, `${spanMs} ms`).to.be.within(2, 17);
  });

  test('escape what XML does not bear', () => {
    expect(escaped('a<b>&"c\'')).to.equal('a&lt;b&gt;&amp;&quot;c&#39;');
    expect(escaped('\u0000\n')).to.equal('  ');
  });

  test('shorten to so many letters', () => {
    expect(shortened('four', 4)).to.equal('four');
    expect(shortened('fives', 4)).to.equal('fiv…');
  });

  test('draw a line without gaps when there are none', () => {
    expect(stroke('#fff', 2)).to.equal('stroke="#fff" stroke-width="2"');
  });
});
