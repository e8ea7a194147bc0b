import { describe, test } from 'node:test';
import { expect } from 'chai';
import { orderIn, totalCentsOf } from './order';

const line = { product: 'tea', quantity: 2, unitPriceCents: 250 };

describe('an order', () => {
  test('is taken as it is, without what does not belong to it', () => {
    expect(orderIn({ lines: [{ ...line, discount: 1 }], total: 0 })).to.deep.equal({ lines: [line] });
  });

  test('costs the sum of its lines', () => {
    expect(totalCentsOf({ lines: [line, { ...line, quantity: 1 }] })).to.equal(750);
    const dearest = { product: 'x', quantity: 1_000, unitPriceCents: 100_000_000 };
    expect(Number.isSafeInteger(totalCentsOf({ lines: Array(100).fill(dearest) }))).to.equal(true);
  });

  for (const [body, words] of [
    [undefined, /body must have "lines", a list; got nothing/],
    [null, /body must have "lines"/],
    [[], /body must have "lines"/],
    [{ lines: 'x' }, /body must have "lines", a list; got "x"/],
    [{ lines: [] }, /lines must be 1 to 100; got 0/],
    [{ lines: Array(101).fill(line) }, /lines must be 1 to 100; got 101/],
    [{ lines: [null] }, /lines\/0\/product must be a text of 1 to 200 characters; got nothing/],
    [{ lines: [line, { ...line, product: '' }] }, /lines\/1\/product/],
    [{ lines: [{ ...line, product: 'x'.repeat(201) }] }, /lines\/0\/product/],
    [{ lines: [{ ...line, product: 'a\0b' }] }, /lines\/0\/product/],
    [
      { lines: [{ ...line, quantity: 0 }] },
      /lines\/0\/quantity must be a whole number from 1 to 1000; got 0/,
    ],
    [{ lines: [{ ...line, quantity: 1.5 }] }, /lines\/0\/quantity/],
    [{ lines: [{ ...line, quantity: '2' }] }, /lines\/0\/quantity.*got "2"/],
    [{ lines: [{ ...line, unitPriceCents: null }] }, /lines\/0\/unitPriceCents.*got null/],
    [{ lines: [{ ...line, unitPriceCents: -1 }] }, /lines\/0\/unitPriceCents/],
  ] as [unknown, RegExp][]) {
    test(`is refused: ${JSON.stringify(body)?.slice(0, 60)}`, () => {
      expect(() => orderIn(body))
        .to.throw(words)
        .with.property('code', 'invalid_request');
    });
  }
});
