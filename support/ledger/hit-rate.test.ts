import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { ReadAnswer, RecordedRead } from './history';
import { hitRate } from './hit-rate';
import { readWorkload } from './read-workload';
import { wilsonLowerBound } from './wilson-lower-bound';

const outage = { fromMs: 1_000, toMs: 2_000 };
const served = (source: 'database' | 'stale cache'): ReadAnswer => ({
  kind: 'messages',
  source,
  messages: [],
});
const notNow: ReadAnswer = { kind: 'cannot be checked now' };
const read = (thread: number, atMs: number, answer: ReadAnswer, id: string): RecordedRead => ({
  id,
  user: 'Ada',
  session: 's',
  threadId: `t${thread}`,
  invokedAtMs: atMs,
  endedAtMs: atMs + 1,
  answer,
});

/** Twenty threads, of which two were never read before; so many hits of so many reads. */
function reads(hits: number, count: number, answerToUnknown = notNow, unknown = 2): RecordedRead[] {
  const before = Array.from({ length: 20 - unknown }, (_, index) =>
    read(index, 10, served('database'), `before ${index}`),
  );
  const during = Array.from({ length: count }, (_, index) => {
    if (index < hits) return read(index % (20 - unknown), 1_100, served('stale cache'), `${index}`);
    return index < hits + unknown
      ? read(20 - unknown + index - hits, 1_100, answerToUnknown, `${index}`)
      : read(0, 1_100, notNow, `${index}`);
  });
  return [...before, ...during];
}

describe('the hit rate', () => {
  test('is above 80 % with 170 of 200, and cannot be said to be with 169', () => {
    expect(wilsonLowerBound(170, 200)).to.be.closeTo(0.8038, 1e-4);
    expect(wilsonLowerBound(169, 200)).to.be.closeTo(0.7983, 1e-4);
    expect(hitRate(reads(170, 200), outage)).to.deep.include({ verdict: 'passed', because: '' });
    expect(hitRate(reads(169, 200), outage).verdict).to.equal('inconclusive');
  });

  test('fails when it is surely too low', () => {
    expect(hitRate(reads(140, 200), outage).verdict).to.equal('failed');
  });

  test('is inconclusive with too few reads or too few threads never read before', () => {
    expect(hitRate(reads(195, 199), outage).verdict).to.equal('inconclusive');
    expect(hitRate(reads(199, 200, notNow, 1), outage).verdict).to.equal('inconclusive');
  });

  test('fails when a thread never read before is answered otherwise than that it cannot be checked', () => {
    for (const answer of [served('stale cache'), { kind: 'does not exist' } as const])
      expect(hitRate(reads(190, 200, answer), outage).verdict).to.equal('failed');
  });

  test('counts nothing that the database answered, nor what reached over the edge of the outage', () => {
    const fromDatabase = reads(200, 200, notNow).map((each) => ({ ...each, answer: served('database') }));
    expect(hitRate(fromDatabase, outage).figures.hits).to.equal(0);
    expect(hitRate([read(0, 1_999.5, served('stale cache'), 'x')], outage).figures.reads).to.equal(0);
  });
});

describe('the workload of reads', () => {
  test('is skewed, repeats with its seed, and leaves a tenth of its threads unread before, at little cost', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const { before, during, neverReadBefore } = readWorkload({ threads: 50, reads: 400, seed });
      const read = new Set(during);
      expect(during.filter((each) => each === 0).length).to.be.greaterThan(400 / 50);
      expect(neverReadBefore.size / read.size).to.be.at.least(0.1);
      expect(before.some((each) => neverReadBefore.has(each))).to.equal(false);
      expect(before.length + neverReadBefore.size).to.equal(read.size);
      const hits = during.filter((each) => !neverReadBefore.has(each)).length;
      expect(wilsonLowerBound(hits, 400), `seed ${seed}`).to.be.greaterThan(0.8);
    }
    const once = readWorkload({ threads: 50, reads: 400, seed: 7 });
    expect(readWorkload({ threads: 50, reads: 400, seed: 7 })).to.deep.equal(once);
    expect(readWorkload({ threads: 50, reads: 400, seed: 8 })).not.to.deep.equal(once);
  });

  test('needs enough threads', () => {
    expect(() => readWorkload({ threads: 9, reads: 400, seed: 1 })).to.throw(RangeError, /at least 10/);
  });
});
