import { describe, test } from 'node:test';
import { expect } from 'chai';
import { writeFor, writeIdFor } from './write';

const order = (unitPriceCents: number) => ({ lines: [{ product: 'tea', quantity: 1, unitPriceCents }] });

describe('a write', () => {
  test('has the same id for the same user and key, and no other', () => {
    expect(writeIdFor('Ada', 'k')).to.equal(writeIdFor('Ada', 'k'));
    expect(writeIdFor('Ada', 'k')).to.match(
      /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
    expect(writeIdFor('Ada', 'k')).to.not.equal(writeIdFor('Bob', 'k'));
    expect(writeIdFor('a', 'bc')).to.not.equal(writeIdFor('ab', 'c'));
  });

  test('has a hash of what it says, in whatever order it says it', () => {
    const hash = (payload: object): string =>
      writeFor('Ada', 'k', { kind: 'place order', payload: { order: payload } as never }).payloadHash;
    expect(hash({ lines: [{ quantity: 1, unitPriceCents: 5, product: 'tea' }] })).to.equal(hash(order(5)));
    expect(hash(order(6))).to.not.equal(hash(order(5)));
  });
});
