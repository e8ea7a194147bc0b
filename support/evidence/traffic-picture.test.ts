import { describe, test } from 'node:test';
import { expect } from 'chai';
import { expectWellFormed } from './fixtures/expect-well-formed';
import { type Traffic, trafficPicture } from './traffic-picture';

const draw = (traffic: Partial<Traffic>): string =>
  trafficPicture({ title: 'Traffic', series: [], ...traffic }).body;

const every = (stepMs: number, fromMs: number, toMs: number): number[] =>
  Array.from({ length: (toMs - fromMs) / stepMs }, (_, index) => fromMs + index * stepMs);

/** The points of each line, in pixels. */
const linesOf = (svg: string): [number, number][][] =>
  Array.from(svg.matchAll(/points="([^"]*)"/g), ([, points = '']) =>
    points.split(' ').map((point) => point.split(',').map(Number) as [number, number]),
  );

const floorY = 312;

describe('the picture of traffic', () => {
  test('has a line for each series, with its name, its number and its peak beside it', () => {
    const asked = every(25, 10_000, 14_000);
    const attempts = [...asked, ...every(5, 11_000, 12_000)];
    const svg = draw({
      series: [
        { name: 'asked by users', timesMs: asked },
        { name: 'attempts', timesMs: attempts },
      ],
    });
    expectWellFormed(svg);
    expect(svg).to.match(/^<svg [^>]*width="900" height="360" viewBox="0 0 900 360"/);
    expect(svg).to.include('>events per second, counted over 250 ms<').and.include('>per second<');
    expect(svg).to.include('>asked by users<').and.include('>160 in all, peak 42/s<');
    expect(svg).to.include('>attempts<').and.include('>360 in all, peak 240/s<');
    expect(linesOf(svg)).to.have.length(2);
  });

  test('counts from zero to above the peak, in round steps', () => {
    const svg = draw({ series: [{ name: 'asked', timesMs: every(5, 0, 4_000) }] });
    const ticks = Array.from(svg.matchAll(/text-anchor="end" fill="#57606a">([\d.]+)</g), ([, tick]) => tick);
    expect(ticks).to.deep.equal(['0', '50', '100', '150', '200', '250']);
    for (const [, y] of linesOf(svg)[0] ?? []) expect(y).to.be.within(116, floorY);
  });

  test('runs along the floor where nothing happened', () => {
    const timesMs = [...every(25, 0, 1_000), ...every(25, 2_000, 3_000)];
    const svg = draw({
      series: [
        { name: 'with a gap', timesMs },
        { name: 'nothing', timesMs: [] },
      ],
    });
    const [gap = [], nothing = []] = linesOf(svg);
    expect(gap.filter(([, y]) => y === floorY)).to.have.length(4);
    expect(nothing.every(([, y]) => y === floorY)).to.equal(true);
    expect(svg).to.include('>none<').and.not.to.include('nothing happened');
  });

  test('draws every line in a way of its own, the first widest and lowest', () => {
    const series = Array.from({ length: 8 }, (_, index) => ({ name: `line ${index}`, timesMs: [0, 9_000] }));
    const svg = draw({ series });
    expectWellFormed(svg);
    const styles = Array.from(
      svg.matchAll(/<polyline fill="none" (.*?) stroke-linejoin/g),
      ([, style = '']) => style,
    );
    expect(new Set(styles)).to.have.property('size', 6);
    expect(
      new Set(styles.map((style) => style.replace(/stroke="[^"]*"/, ''))),
      'without colours',
    ).to.have.property('size', 6);
    const widths = styles.map((style) => Number(/width="([^"]*)"/.exec(style)?.[1]));
    expect(widths).to.deep.equal(widths.toSorted((one, other) => other - one));
    expect(svg).to.include('the first 6 of 8 lines').and.not.to.include('line 6');
  });

  test('shades faults over their time and names them above the plot', () => {
    const series = [{ name: 'asked', timesMs: every(25, 0, 10_000) }];
    const svg = draw({ series, bands: [{ name: 'primary unreachable', fromMs: 2_500, toMs: 5_000 }] });
    expectWellFormed(svg);
    // 630 pixels for 10 s, beginning at 62.
    expect(svg).to.match(
      /<rect x="219\.5" y="[\d.]+" width="157\.5" height="[\d.]+" fill="#cf222e" fill-opacity/,
    );
    expect(svg).to.match(/<text x="224\.5" [^>]*>primary unreachable</);
  });

  test('keeps the words of neighbours apart and inside', () => {
    const svg = draw({
      series: [{ name: 'asked', timesMs: every(25, 0, 10_000) }],
      bands: [
        { name: 'primary unreachable', fromMs: 2_000, toMs: 4_000 },
        { name: 'Redis frozen', fromMs: 2_500, toMs: 2_500 },
      ],
      marks: [
        { atMs: 4_100, label: 'back for good' },
        { atMs: 9_900, label: 'the end of it' },
      ],
    });
    expectWellFormed(svg);
    const rowOf = (words: string): string | undefined =>
      new RegExp(`y="([\\d.]+)" [^>]*>${words}<`).exec(svg)?.[1];
    const rows = ['primary unreachable', 'Redis frozen', 'back for good'].map(rowOf);
    expect(rows, 'the third where the second has ended').to.deep.equal(['64.0', '78.0', '78.0']);
    expect(svg).to.match(/text-anchor="end"[^>]*>the end of it</);
    expect(svg, 'a moment is still seen').to.match(
      /width="1\.5" height="[\d.]+" fill="#cf222e" fill-opacity="0\.6"/,
    );
  });

  test('reaches as far as bands and marks do, and wide bins', () => {
    const asked = { name: 'asked', timesMs: [10_000] };
    expect(draw({ series: [asked], marks: [{ atMs: 19_000, label: 'must be back' }] })).to.include(
      '>9</text>',
    );
    expect(draw({ series: [asked], bands: [{ name: 'slow', fromMs: 4_000, toMs: 5_000 }] })).to.include(
      '>6</text>',
    );
    const [points = []] = linesOf(draw({ series: [asked], binMs: 5_000 }));
    expect(points.map(([x]) => x)).to.deep.equal([62, 377, 692]);
  });

  test('escapes what it is given and loads nothing', () => {
    const svg = draw({
      title: '<script>"x" & \u0007</script>',
      series: [{ name: 'a & b', timesMs: [0] }],
      bands: [{ name: '<fault>', fromMs: 0, toMs: 1 }],
      marks: [{ atMs: 0, label: "it's <b>" }],
    });
    expectWellFormed(svg);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.to.match(
      /https?:|href|url\(|<script|<image|@import/,
    );
  });

  test('holds nothing at all, a single event, equal times, and very many', () => {
    expect(draw({})).to.include('nothing happened').and.include('>1</text>');
    expect(draw({ series: [{ name: 'asked', timesMs: [] }] })).to.include('nothing happened');
    for (const timesMs of [[], [7], [5, 5, 5], every(0.05, 0, 10_000)])
      expectWellFormed(draw({ series: [{ name: 'asked', timesMs }] }));
    expectWellFormed(draw({}));
  });

  test('refuses bins without a width', () => {
    for (const binMs of [0, -1, Number.NaN])
      expect(() => draw({ binMs })).to.throw(RangeError, `got ${binMs}`);
  });

  test('is the same for the same traffic, in whatever order', () => {
    const timesMs = [0, 700, 900, 2_000];
    expect(draw({ series: [{ name: 'asked', timesMs }] })).to.equal(
      draw({ series: [{ name: 'asked', timesMs: timesMs.toReversed() }] }),
    );
  });
});
