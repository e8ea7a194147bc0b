import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { Attempt } from './attempt-history';
import { backoffSample } from './backoff-sample';

const setup = { attempts: 3, baseMs: 1_000, capMs: 2_000, clients: 2 };
const sampleOf = (...attempts: Attempt[][]): ReturnType<typeof backoffSample> =>
  backoffSample(
    attempts.map((each, index) => ({ client: `${index}`, attempts: each })),
    setup,
  );
const at = (...arrivedAtMs: number[]): Attempt[] => arrivedAtMs.map((each) => ({ arrivedAtMs: each }));

describe('a sample of backoff', () => {
  test('counts a wait from the answer, without its floor', () => {
    const sample = sampleOf([
      { arrivedAtMs: 100, answeredAtMs: 110, floorMs: 500 },
      { arrivedAtMs: 1_000, answeredAtMs: 1_001 },
      { arrivedAtMs: 1_501 },
    ]);
    expect(sample.waits.map((column) => [...column])).to.deep.equal([[390], [500]]);
    expect(sample.arrivals.map((column) => [...column])).to.deep.equal([[900], [1_401]]);
    expect(sample.alignedArrivals.map((column) => [...column])).to.deep.equal([[390], [890]]);
    expect(sample.floors).to.deep.equal([1, 0]);
  });

  test('keeps a client that came before its floor', () => {
    const sample = sampleOf([
      { arrivedAtMs: 0, floorMs: 500 },
      { arrivedAtMs: 200, floorMs: 0 },
      { arrivedAtMs: 300 },
    ]);
    expect([...(sample.waits[0] as Float64Array)]).to.deep.equal([-300]);
    expect(sample.floors, 'a floor of 0 is a floor').to.deep.equal([1, 1]);
  });

  test('aligns clients that began at different times, and sorts each column', () => {
    const sample = sampleOf(at(5_000, 6_000, 8_000), at(0, 900, 950));
    expect(sample.arrivals.map((column) => [...column])).to.deep.equal([
      [900, 6_000],
      [950, 8_000],
    ]);
    expect(sample.alignedArrivals.map((column) => [...column])).to.deep.equal([
      [900, 1_000],
      [950, 3_000],
    ]);
  });

  test('leaves out and counts clients with too few or too many attempts', () => {
    const { clients, irregular, waits } = sampleOf(at(0, 1, 2), at(0, 1), at(0, 1, 2, 3), []);
    expect({ clients, irregular, waits: waits.map(({ length }) => length) }).to.deep.equal({
      clients: 1,
      irregular: 3,
      waits: [1, 1],
    });
  });

  test('holds no clients at all', () => {
    expect(sampleOf()).to.deep.include({ clients: 0, irregular: 0, floors: [0, 0] });
  });

  test('refuses times that cannot be', () => {
    expect(() => sampleOf(at(10, 5, 20))).to.throw(/in order of arrival; client "0" has .*5.* after .* 10/);
    expect(() => sampleOf(at(0, Number.NaN, 20))).to.throw(/finite times/);
    expect(() => sampleOf([{ arrivedAtMs: 0, floorMs: -1 }])).to.throw(/floors of at least 0/);
  });
});
