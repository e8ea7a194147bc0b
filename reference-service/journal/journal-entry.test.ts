import { describe, test } from 'node:test';
import { expect } from 'chai';
import { type Intent, writeFor } from '../writes/write';
import { entryFrom, entryText } from './journal-entry';

const order = { lines: [{ product: 'tea', quantity: 1, unitPriceCents: 5 }] };

describe('an entry of the journal', () => {
  for (const intent of [
    { kind: 'add message', payload: { thread: 't', text: 'hé' } },
    { kind: 'place order', payload: { order } },
  ] as Intent[]) {
    test(`gives back the write it was made of: ${intent.kind}`, () => {
      const write = writeFor('Ada', 'k', intent);
      const entry = entryFrom('1-12', ['write', entryText(write), 'at', '99']);
      expect(entry).to.deep.equal({
        streamId: '1-12',
        sequence: 12,
        acceptedAtMs: 99,
        write,
        writeId: write.id,
      });
    });
  }

  for (const text of ['', '{', 'null', '{}', '{"user":"Ada","key":"k","kind":"dance","payload":{}}']) {
    test(`that is no write says so: ${text}`, () => {
      const { write, writeId } = entryFrom('1-1', ['at', '1', 'write', text]);
      expect([write, writeId]).to.deep.equal([undefined, '']);
    });
  }

  test('takes no value for a name', () => {
    expect(entryFrom('1-1', ['x', 'at', 'at', '5']).acceptedAtMs).to.equal(5);
  });
});
