import { describe, test } from 'node:test';
import { expect } from 'chai';
import { expectWellFormed } from './fixtures/expect-well-formed';
import { type SideBySidePicture, sideBySidePicture } from './side-by-side-picture';

const request = (atMs: number, became: 'as usual' | 'by a substitute' | 'not served') => ({ atMs, became });
const run: SideBySidePicture = {
  beganAtMs: 1_000_000,
  endedAtMs: 1_060_000,
  sides: [
    {
      name: 'with resilience',
      served: '100 %',
      requests: [request(1_000_500, 'as usual'), request(1_030_000, 'by a substitute')],
    },
    { name: 'without it', served: '50 %', requests: [request(1_030_000, 'not served')] },
  ],
  strips: [
    {
      name: 'primary provider',
      outages: [
        { fault: 'is hanging', fromMs: 1_004_000, toMs: 1_009_000 },
        { fault: 'answers with <an> error page', fromMs: 1_052_000, toMs: 1_056_000 },
      ],
    },
    { name: 'cache', outages: [] },
  ],
};
const bodyOf = (change: Partial<SideBySidePicture> = {}): string =>
  sideBySidePicture({ ...run, ...change }).body;

describe('the picture of two services side by side', () => {
  test('says in a line what it is about, and shows each fault by name and duration', () => {
    const body = bodyOf();
    expectWellFormed(body);
    expect(body).to.include(
      'The same requests, the same faults: 100 % served with resilience, 50 % served without it',
    );
    expect(body).to.include('is hanging').and.to.include('answers with &lt;an&gt; error page');
    expect(body).to.include('out for 9 s').and.to.include('out for 0 s');
    expect(body).to.include('With resilience: 100 % served').and.to.include('Without it: 50 % served');
  });

  test('lets words that have no room begin further left, or leaves some out', () => {
    expect(bodyOf()).to.match(/text-anchor="end" font-size="10"[^>]*>answers with &lt;an/);
    const crowded = [0, 1, 2].map((index) => ({
      fault: 'answers with an error page',
      fromMs: 1_050_000 + 3_000 * index,
      toMs: 1_051_000 + 3_000 * index,
    }));
    const body = bodyOf({ strips: [{ name: 'primary provider', outages: crowded }] });
    expectWellFormed(body);
    expect(body).to.include('…');
  });

  test('bears a run in which nothing happened', () => {
    const sides = run.sides.map((side) => ({ ...side, requests: [] }));
    const body = bodyOf({ sides, strips: [], endedAtMs: run.beganAtMs });
    expectWellFormed(body);
    expect(body).to.include('nothing was asked');
  });
});
