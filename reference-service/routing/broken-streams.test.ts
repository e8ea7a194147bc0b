import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { FakeClock } from '../fixtures/fake-clock';
import type { Question } from '../providers/provider';
import { BrokenStreams } from './broken-streams';

const question = (content: string): Question => ({ model: 'm', messages: [{ role: 'user', content }] });

describe('the memory of broken streams', () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
  });
  afterEach(() => clock[Symbol.dispose]());

  test('knows the question and the user, and nobody else', () => {
    const broken = new BrokenStreams(100);
    expect(broken.toBeAskedLast('Ada', question('a'))).to.equal(undefined);
    broken.remember('Ada', question('a'), 'primary');
    expect(broken.toBeAskedLast('Ada', question('a'))).to.equal('primary');
    expect(broken.toBeAskedLast('Ada', question('b'))).to.equal(undefined);
    expect(broken.toBeAskedLast('Ben', question('a'))).to.equal(undefined);
  });

  test('keeps the last provider, for its time', () => {
    const broken = new BrokenStreams(100);
    broken.remember('Ada', question('a'), 'primary');
    clock.pass(50);
    broken.remember('Ada', question('a'), 'secondary');
    clock.pass(99);
    expect(broken.toBeAskedLast('Ada', question('a'))).to.equal('secondary');
    clock.pass(1);
    expect(broken.toBeAskedLast('Ada', question('a'))).to.equal(undefined);
  });

  test('forgets the oldest beyond ten thousand', () => {
    const broken = new BrokenStreams(100);
    for (let number = 0; number <= 10_000; number += 1)
      broken.remember('Ada', question(`${number}`), 'primary');
    expect(broken.toBeAskedLast('Ada', question('0'))).to.equal(undefined);
    expect(broken.toBeAskedLast('Ada', question('1'))).to.equal('primary');
    expect(broken.toBeAskedLast('Ada', question('10000'))).to.equal('primary');
  });
});
