import { describe, test } from 'node:test';
import { expect } from 'chai';
import { expectWellFormed } from './fixtures/expect-well-formed';
import { rectanglesIn } from './fixtures/rectangles-in';
import { type OutageRun, outagePicture } from './outage-picture';
import { palette } from './palette';

const nothing: OutageRun = { title: 'Run', bands: [], reads: [], writes: [], levels: [], journalDepth: [] };
const draw = (run: Partial<OutageRun>): string => {
  const { body } = outagePicture({ ...nothing, ...run });
  expectWellFormed(body);
  return body;
};
const every = <Event>(
  stepMs: number,
  fromMs: number,
  toMs: number,
  event: (atMs: number) => Event,
): Event[] => Array.from({ length: (toMs - fromMs) / stepMs }, (_, index) => event(fromMs + index * stepMs));

/** Five seconds, in which the database is out from the second to the fourth. Many times a second in all. */
const outage = (startMs: number): OutageRun => {
  const isOut = (atMs: number): boolean => atMs >= startMs + 1_000 && atMs < startMs + 3_000;
  return {
    title: 'Database killed for 2 seconds',
    bands: [{ name: 'database killed', fromMs: startMs + 1_000, toMs: startMs + 3_000 }],
    reads: every(25, startMs, startMs + 5_000, (atMs) => ({
      atMs,
      from: isOut(atMs) ? 'stale copy' : 'database',
    })),
    writes: every(100, startMs, startMs + 5_000, (atMs) => ({
      atMs,
      outcome: isOut(atMs) ? 'accepted' : 'done',
    })),
    levels: every(50, startMs, startMs + 5_050, (atMs) => ({
      atMs,
      level: isOut(atMs) ? 'cache-only' : 'full',
    })),
    journalDepth: every(100, startMs, startMs + 5_000, (atMs) => ({
      atMs,
      depth: isOut(atMs) ? Math.floor((atMs - startMs - 900) / 100) : 0,
    })),
  };
};

describe('the picture of an outage', () => {
  test('is an attachment that says at once what it is', () => {
    const { fileName, mediaType, body } = outagePicture(outage(0));
    expect({ fileName, mediaType }).to.deep.equal({ fileName: 'Timeline', mediaType: 'image/svg+xml' });
    expect(body).to.match(/^<svg [^>]*width="900" height="(\d+)" viewBox="0 0 900 \1"/);
    expect(body).to.include(
      '<title>Database killed for 2 seconds: 5 s in all; each bar counts 0.1 s; shaded while something was broken</title>',
    );
    for (const words of ['database killed', 'cache-only', 'peak 20', 'accepted and pending'])
      expect(body).to.include(`>${words}<`);
  });

  test('tells what each panel comes to', () => {
    const figures = Array.from(
      draw(outage(7)).matchAll(/>([^<>]+)<\/text>\n<text x="888\.0" [^>]*>([^<]+)</g),
      ([, name, figure]) => `${name}: ${figure}`,
    );
    expect(figures).to.deep.equal([
      'full: 3 s',
      'cache-only: 2 s',
      'database: 120',
      'fresh copy: 0',
      'stale copy: 80',
      'cannot be checked: 0',
      'refused: 0',
      'done: 30',
      'accepted and pending: 20',
      'outcome unknown: 0',
      'refused: 0',
      'most at once: 20',
      'left at the end: 0',
    ]);
  });

  test('shows the same time at the same place in every panel', () => {
    const svg = draw(outage(12_345));
    // 618 pixels for 5 s, beginning at 62.
    const [fromX, toX] = [62 + 618 / 5, 62 + (618 / 5) * 3];
    const [shade] = svg.match(/<rect x="185\.6" y="[\d.]+" width="247\.2" [^>]*fill="#cf222e"/) ?? [];
    expect(shade).not.to.equal(undefined);
    const fallback = rectanglesIn(svg, palette.substitute.fill);
    for (const { from, to } of fallback) {
      expect(from).to.be.at.least(fromX - 0.05);
      expect(to).to.be.at.most(toX + 0.05);
    }
    // One segment of the strip, and bars of a tenth of a second for readings and writes.
    expect(fallback).to.have.length(1 + 20 + 20);
    expect(svg, 'the line rises with the outage').to.match(/d="M62\.0 [\d.]+H185\.6V/);
  });

  test('reaches as far as anything does', () => {
    const reads = [{ atMs: 10_000, from: 'database' as const }];
    const seconds = (svg: string): string | undefined =>
      Array.from(svg.matchAll(/>(\d+)<\/text>/g)).at(-1)?.[1];
    const lastTick = (run: Partial<OutageRun>): string | undefined => {
      const axis = draw({ reads, ...run }).split('seconds since')[0] ?? '';
      return seconds(axis);
    };
    expect(lastTick({ marks: [{ atMs: 19_000, label: 'must be back' }] })).to.equal('9');
    expect(lastTick({ bands: [{ name: 'slow', fromMs: 4_000, toMs: 5_000 }] })).to.equal('6');
    expect(lastTick({ levels: [{ atMs: 13_000, level: 'full' }] })).to.equal('3');
    expect(lastTick({ journalDepth: [{ atMs: 18_000, depth: 3 }] })).to.equal('8');
    expect(lastTick({ writes: [{ atMs: 14_000, outcome: 'unknown' }] })).to.equal('4');
  });

  test('has bars of one width where the last bin is all but whole, and else joins what is left over', () => {
    const widths = (toMs: number): number[] => {
      const reads = every(10, 0, toMs, (atMs) => ({ atMs, from: 'database' as const }));
      const bars = rectanglesIn(draw({ reads, binMs: 100 }), palette.usual.fill);
      return bars.map(({ from, to }) => to - from);
    };
    const whole = widths(1_000);
    expect(whole).to.have.length(10);
    for (const each of whole) expect(each).to.be.closeTo(60.8, 0.11);
    const joined = widths(1_050);
    expect(joined).to.have.length(10);
    expect(joined.at(-1)).to.be.above(1.3 * (joined[0] ?? 0));
  });

  test('is as high as its notes and levels need, and no legend runs into another', () => {
    const heightOf = (run: Partial<OutageRun>): number => Number(/ height="(\d+)"/.exec(draw(run))?.[1]);
    const band = { name: 'database killed', fromMs: 0, toMs: 900 };
    const [none, one, two] = [[], [band], [band, band]].map((bands) => heightOf({ bands })) as [
      number,
      number,
      number,
    ];
    expect([one - none, two - one]).to.deep.equal([14, 14]);
    const names = ['full', 'degraded', 'limited', 'cache-only', 'unavailable', 'no answer', 'other'];
    const svg = draw({ levels: names.map((level, index) => ({ atMs: 1_000 * index, level })) });
    const baselines = Array.from(svg.matchAll(/<text x="888\.0" y="([\d.]+)"/g), ([, y]) => Number(y));
    expect(baselines).to.have.length(7 + 5 + 4);
    for (const [index, y] of baselines.slice(1).entries())
      expect(y - (baselines[index] ?? 0), `row ${index + 1}`).to.be.at.least(15);
  });

  test('says what there was not', () => {
    const svg = draw({});
    for (const words of ['no level was seen', 'nothing was read', 'nothing was written', 'nobody looked'])
      expect(svg).to.include(`>${words}<`);
    expect(draw(outage(0))).not.to.match(/>(no level|nothing|nobody)/);
  });

  test('chooses round bins by the length of the run, and those that were wished for while they can be seen', () => {
    const counted = (lengthMs: number, binMs?: number): string | undefined => {
      const reads = [0, lengthMs].map((atMs) => ({ atMs, from: 'database' as const }));
      return /each bar counts ([^<]*)</.exec(draw(binMs === undefined ? { reads } : { reads, binMs }))?.[1];
    };
    expect(counted(500)).to.equal('0.01 s');
    expect(counted(5_000)).to.equal('0.1 s');
    expect(counted(300_000)).to.equal('5 s');
    expect(counted(600_000)).to.equal('10 s');
    expect(counted(5_000, 250)).to.equal('0.25 s');
    expect(counted(5_000, 20_000), 'longer than the run').to.equal('20 s');
    expect(counted(600_000, 1), 'less than 2 pixels').to.equal('1.9 s');
  });

  test('refuses bins without a width', () => {
    for (const binMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => draw({ binMs })).to.throw(RangeError, `got ${binMs}`);
  });

  test('holds a single event of each kind, equal times, and half a second', () => {
    const [bar] = rectanglesIn(draw({ reads: [{ atMs: 7, from: 'refused' }] }), palette.refused.fill);
    expect((bar?.bottom ?? 0) - (bar?.top ?? 0), 'as high as the panel').to.equal(80);
    draw({ writes: [{ atMs: 7, outcome: 'unknown' }] });
    draw({ levels: [{ atMs: 7, level: 'full' }] });
    draw({ journalDepth: [{ atMs: 7, depth: 1 }] });
    draw({ marks: [{ atMs: 7, label: 'service killed' }] });
    draw({ bands: [{ name: 'database killed', fromMs: 7, toMs: 7 }] });
    draw({ reads: Array.from({ length: 9 }, () => ({ atMs: 5, from: 'database' as const })) });
    expect(draw({ reads: every(10, 0, 500, (atMs) => ({ atMs, from: 'database' as const })) })).to.include(
      '>0.4</text>',
    );
  });

  test('leaves out what has no time, and says so; a fault without an end reaches to the end', () => {
    const svg = draw({
      ...outage(0),
      bands: [
        { name: 'never mended', fromMs: 2_500, toMs: Number.NaN },
        { name: 'never', fromMs: Number.NaN, toMs: Number.POSITIVE_INFINITY },
      ],
      marks: [{ atMs: Number.NEGATIVE_INFINITY, label: 'never' }],
      reads: [{ atMs: Number.NaN, from: 'refused' }],
      journalDepth: [{ atMs: 5, depth: Number.NaN }],
    });
    expect(svg).to.include('4 without a time are left out').and.include('>nothing was read<');
    expect(svg).to.include('>never mended<').and.not.to.include('>never<');
    const [, from, length] = /<rect x="([\d.]+)" [^>]*width="([\d.]+)" [^>]*fill="#cf222e"/.exec(svg) ?? [];
    expect(Number(from) + Number(length)).to.be.closeTo(680, 0.2);
  });

  test('stays legible and small in ten minutes with forty faults and tens of thousands of events', () => {
    const froms = ['database', 'fresh copy', 'stale copy', 'cannot be checked', 'refused'] as const;
    const outcomes = ['done', 'accepted', 'refused', 'unknown'] as const;
    const levels = ['full', 'degraded', 'limited', 'cache-only', 'unavailable', 'no answer', 'other'];
    const svg = draw({
      bands: every(15_000, 0, 600_000, (fromMs) => ({
        name: 'database killed',
        fromMs,
        toMs: fromMs + 4_000,
      })),
      reads: every(20, 0, 600_000, (atMs) => ({ atMs, from: froms[(atMs / 20) % 5] as 'refused' })),
      writes: every(30, 0, 600_000, (atMs) => ({ atMs, outcome: outcomes[(atMs / 30) % 4] as 'done' })),
      levels: every(50, 0, 600_000, (atMs) => ({ atMs, level: levels[(atMs / 50) % 7] as string })),
      journalDepth: every(50, 0, 600_000, (atMs) => ({ atMs, depth: (atMs / 50) % 41 })),
      binMs: 1,
    });
    expect(Buffer.byteLength(svg)).to.be.below(150_000);
    expect(svg)
      .to.include('>40 × database killed<')
      .and.include('>peak 40<')
      .and.include('>5000<')
      .and.include('>6000<');
  });

  test('escapes what it is given and loads nothing', () => {
    const svg = draw({
      title: '<script>"x" & \u0007</script>',
      bands: [{ name: '<fault>', fromMs: 0, toMs: 1 }],
      marks: [{ atMs: 0, label: "it's <b>" }],
      levels: [
        { atMs: 0, level: '"><image/>' },
        { atMs: 9_000, level: 'full' },
      ],
    });
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.to.match(
      /https?:|href|url\(|<script|<image|@import/,
    );
  });

  test('is the same for the same run, in whatever order', () => {
    const run = outage(99);
    const { reads, writes, levels, journalDepth } = run;
    expect(draw(run)).to.equal(
      draw({
        ...run,
        reads: reads.toReversed(),
        writes: writes.toReversed(),
        levels: levels.toReversed(),
        journalDepth: journalDepth.toReversed(),
      }),
    );
    expect(run, 'and leaves it as it was').to.deep.equal(outage(99));
  });
});
