import { describe, test } from 'node:test';
import { expect } from 'chai';
import { type Arrivals, arrivalsPicture } from './arrivals-picture';
import { expectWellFormed } from './fixtures/expect-well-formed';

const draw = (arrivals: Partial<Arrivals>): string =>
  arrivalsPicture({ title: 'Arrivals', clients: [], ...arrivals }).body;

describe('the picture of arrivals', () => {
  test('has a lane for each attempt and says what its fullest window holds', () => {
    const svg = draw({
      clients: [
        [10_000, 11_000],
        [10_010, 11_049],
        [10_020, 12_000],
      ],
    });
    expectWellFormed(svg);
    expect(svg)
      .to.include('3 clients; arrivals in each 50 ms')
      .and.include('>seconds since the first arrival<');
    expect(svg.match(/>attempt \d</g)).to.deep.equal(['>attempt 1<', '>attempt 2<']);
    expect(svg).to.include('>3 of 3 (100 %)<').and.include('>2 of 3 (67 %)<');
    expect(svg).to.match(/^<svg [^>]*width="900" height="320" viewBox="0 0 900 320"/);
  });

  test('draws one bar for each window that somebody arrived in', () => {
    const svg = draw({ clients: [[0], [49.9], [50], [120]] });
    const [, path = ''] = svg.match(/<path [^>]*d="([^"]*)"/) ?? [];
    expect(path.match(/M/g)).to.have.length(3);
  });

  test('marks moments, the later ones too, on the inner side', () => {
    const marks = [
      { atMs: 1_000, label: 'Retry-After is over' },
      { atMs: 9_000, label: 'the limit resets' },
    ];
    const svg = draw({ clients: [[0, 2_000]], marks });
    expectWellFormed(svg);
    expect(svg).to.match(/text-anchor="start"[^>]*>Retry-After is over</);
    expect(svg).to.match(/text-anchor="end"[^>]*>the limit resets</);
    expect(svg, 'the axis reaches the last mark').to.include('>9</text>');
  });

  test('escapes what it is given and loads nothing', () => {
    const svg = draw({
      title: '<script>"x" & \u0007</script>',
      clients: [[0]],
      marks: [{ atMs: 0, label: "it's <b>" }],
    });
    expectWellFormed(svg);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.to.match(
      /https?:|href|url\(|<script|<image|@import/,
    );
  });

  test('holds nobody, clients without attempts, equal times, and more attempts than fit', () => {
    for (const clients of [
      [],
      [[], []],
      [[5, 5, 5]],
      [Array.from({ length: 40 }, (_, index) => index * 3_000)],
    ]) {
      expectWellFormed(draw({ clients }));
    }
    expect(draw({})).to.include('nothing arrived');
    expect(draw({ clients: [Array.from({ length: 40 }, (_, index) => index)] })).to.include(
      'the first 10 of 40 attempts',
    );
  });

  test('is the same for the same arrivals', () => {
    const clients = [
      [0, 700],
      [3, 900],
    ];
    expect(draw({ clients })).to.equal(draw({ clients }));
  });
});
