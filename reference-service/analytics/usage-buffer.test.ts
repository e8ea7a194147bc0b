import { describe, test } from 'node:test';
import { expect } from 'chai';
import { UsageBuffer } from './usage-buffer';
import type { UsageEvent } from './usage-event';

const event = (id: string): UsageEvent => ({
  id,
  at: 0,
  user: 'Ada',
  operation: 'ask',
  refused: '',
  duration_ms: 1,
});

describe('records of usage that wait', () => {
  test('stay until they are taken out, the oldest first', () => {
    const buffer = new UsageBuffer(10);
    for (const id of ['1', '2', '3']) buffer.add(event(id));
    expect(buffer.first(2).map(({ id }) => id)).to.deep.equal(['1', '2']);
    expect(buffer.waiting).to.equal(3);
    buffer.remove(2);
    expect(buffer.first(2).map(({ id }) => id)).to.deep.equal(['3']);
  });

  test('are no more than may be; what comes then is dropped and counted', () => {
    const buffer = new UsageBuffer(2);
    expect(['1', '2', '3', '4'].map((id) => buffer.add(event(id)))).to.deep.equal([true, true, false, false]);
    expect(buffer.dropped).to.equal(2);
    buffer.remove(1);
    expect(buffer.add(event('5'))).to.equal(true);
    expect(buffer.first(9).map(({ id }) => id)).to.deep.equal(['2', '5']);
  });
});
