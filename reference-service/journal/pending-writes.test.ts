import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { writeFor } from '../writes/write';
import { PendingWrites } from './pending-writes';

const write = (key: string) =>
  writeFor('Ada', key, { kind: 'add message', payload: { thread: 't', text: 'x' } });

describe('what was acknowledged', () => {
  let folder: string;
  let writes: PendingWrites;
  const reopen = (): PendingWrites => {
    writes.close();
    writes = new PendingWrites(folder);
    return writes;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pending-writes-'));
    writes = new PendingWrites(folder);
    writes.restart('epoch', 0, new Map(), []);
  });
  afterEach(() => {
    writes.close();
    rmSync(folder, { recursive: true });
  });

  test('is known after a restart, without what was settled', async () => {
    await Promise.all([1, 2, 3].map((each) => writes.acknowledged(each, write(`k${each}`))));
    writes.settledBelow(3);
    const { epoch, last, pending } = reopen();
    expect([epoch, last]).to.deep.equal(['epoch', 3]);
    expect([...pending].map(([sequence, { key }]) => [sequence, key])).to.deep.equal([[3, 'k3']]);
  });

  test('is on the disk when it is said to be', async () => {
    await writes.acknowledged(1, write('k1'));
    expect(readFileSync(join(folder, 'journal-state.jsonl'), 'utf8'))
      .to.include('"pending":1')
      .and.match(/\n$/);
  });

  test('is read up to a line that a crash cut short', async () => {
    await writes.acknowledged(1, write('k1'));
    appendFileSync(join(folder, 'journal-state.jsonl'), '{"pending":2,"wr');
    expect([...reopen().pending.keys()]).to.deep.equal([1]);
    await writes.acknowledged(2, write('k2'));
    expect([...reopen().pending.keys()]).to.deep.equal([1, 2]);
  });

  test('stays small however much passes through', async () => {
    for (let each = 1; each <= 1_200; each += 1) {
      void writes.acknowledged(each, write(`k${each}`));
      writes.settledBelow(each);
    }
    await writes.acknowledged(1_201, write('last'));
    const lines = readFileSync(join(folder, 'journal-state.jsonl'), 'utf8').split('\n').length;
    expect(lines).to.be.below(1_100);
    expect(reopen().last).to.equal(1_201);
  });

  test('and lost stays so until it is accepted again or found', async () => {
    const named = (key: string) => ({ writeId: write(key).id, user: 'Ada', key });
    writes.restart('next', 5, new Map([[5, named('kept')]]), [named('a'), named('b'), named('c')]);
    expect(reopen().lost.size).to.equal(3);
    await writes.acknowledged(6, write('a'));
    writes.found(write('b').id);
    expect([...reopen().lost.values()].map(({ key }) => key)).to.deep.equal(['c']);
    expect([writes.epoch, writes.last]).to.deep.equal(['next', 6]);
  });

  test('is kept in memory without a folder', async () => {
    const memory = new PendingWrites(undefined);
    await memory.acknowledged(1, write('k'));
    expect(memory.pending.size).to.equal(1);
    memory.close();
  });
});
