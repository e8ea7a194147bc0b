import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { ProviderEvent } from '../providers/provider';
import { untilFirstToken, untilTheEnd } from './delivery';

const ended: string[] = [];
async function* answer(name: string, tokens: number): AsyncGenerator<ProviderEvent> {
  try {
    for (let number = 1; number <= tokens; number += 1) yield { kind: 'token', text: `${number}` };
    yield { kind: 'finished', reason: 'stop', usage: undefined };
  } finally {
    ended.push(name);
  }
}

describe('a delivery', () => {
  test('gives every token once, the first one too', async () => {
    const { events } = await untilFirstToken(answer('whole', 3));
    const seen: ProviderEvent[] = [];
    for await (const event of events) seen.push(event);
    expect(seen.map((event) => (event.kind === 'token' ? event.text : event.kind))).to.deep.equal([
      '1',
      '2',
      '3',
      'finished',
    ]);
  });

  test('lets go of the call when it ends before anybody has read', async () => {
    const { events } = await untilFirstToken(answer('unread', 3));
    await events.return(undefined);
    expect(ended).to.include('unread');
    expect(await events.next()).to.deep.equal({ done: true, value: undefined });
  });

  test('lets go of the call when its reader leaves', async () => {
    const { events } = await untilFirstToken(answer('left', 3));
    for await (const _ of events) break;
    expect(ended).to.include('left');
  });
});

test('a whole answer is put together', async () => {
  expect(await untilTheEnd(answer('complete', 3))).to.deep.equal({
    text: '123',
    reason: 'stop',
    usage: undefined,
  });
});
