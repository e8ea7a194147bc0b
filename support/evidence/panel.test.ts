import { test } from 'node:test';
import { expect } from 'chai';
import { expectWellFormed } from './fixtures/expect-well-formed';
import { panel } from './panel';

test('a panel has its heading above it and its legend beside it, and says what it has not', () => {
  const plot = { left: 60, right: 680, top: 100, bottom: 140 };
  const content = { drawn: ['<path d="M0 0"/>'], legend: [{ name: 'done', figure: '3' }] };
  const svg = panel('Writes', plot, content, 'nothing was written').join('');
  expectWellFormed(`<svg>${svg}</svg>`);
  expect(svg)
    .to.match(/<text x="60\.0" y="92\.0" [^>]*>Writes</)
    .and.include('<path d="M0 0"/>');
  expect(svg).to.match(/<text x="72\.0" y="124\.0" [^>]*>nothing was written</);
  expect(svg).to.match(/<text x="717\.0" y="92\.0" [^>]*>done</);
  expect(panel('Writes', plot, content, '').join('')).not.to.include('nothing');
});
