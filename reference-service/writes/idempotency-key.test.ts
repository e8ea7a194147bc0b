import { describe, test } from 'node:test';
import { expect } from 'chai';
import { idempotencyKeyIn } from './idempotency-key';

describe('an idempotency key', () => {
  test('is what the header says, if there is one', () => {
    expect(idempotencyKeyIn(undefined)).to.equal(undefined);
    expect(idempotencyKeyIn('a-1_~!')).to.equal('a-1_~!');
    expect(idempotencyKeyIn('x'.repeat(200))).to.have.length(200);
  });

  for (const header of ['', 'a b', 'é', 'x'.repeat(201), ['a', 'b']]) {
    test(`is not ${JSON.stringify(header).slice(0, 20)}`, () => {
      expect(() => idempotencyKeyIn(header)).to.throw(/1 to 200 visible ASCII/);
    });
  }
});
