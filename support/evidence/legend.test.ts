import { test } from 'node:test';
import { expect } from 'chai';
import { expectWellFormed } from './fixtures/expect-well-formed';
import { legend, legendRowHeight } from './legend';
import { palette } from './palette';

test('a legend has a row for each kind, pale where there was none of it', () => {
  const svg = legend(
    [
      { name: 'database', figure: '120', tint: palette.usual },
      { name: 'a & b', figure: '0', tint: palette.nobodyKnows },
      { name: 'left at the end', figure: '7' },
    ],
    700,
    880,
    100,
  ).join('');
  expectWellFormed(`<svg>${svg}</svg>`);
  expect(svg.match(/<rect /g), 'a swatch where there is a colour').to.have.length(2);
  expect(svg).to.match(/<rect [^>]*fill="#e6eaef" stroke="#6e7781"/);
  expect(svg)
    .to.match(/y="111\.0" fill="#1b1f24">database</)
    .and.match(/x="880\.0" y="111\.0" [^>]*>120</);
  expect(svg).to.match(/fill="#8c959f">a &amp; b</);
  expect(svg).to.include(`y="${111 + 2 * legendRowHeight}.0" fill="#1b1f24">left at the end<`);
});
