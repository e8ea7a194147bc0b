import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { WriteAnswer, Writing } from '../../users/writing';
import type { DatabaseRecords } from '../database-records';
import { discrepancies } from './accounts';

const line = { product: 'tea', quantity: 2, unitPriceCents: 250 };
const order = { id: 'o', owner: 'Ada', totalCents: 500, lines: [line], events: [{ totalCents: 500 }] };
const wrote = (
  writing: Writing,
  atMs: number,
  outcome: WriteAnswer['outcome'] = 'acknowledged',
  endedAtMs = atMs + 1,
) => ({ user: 'Ada' as const, key: `key ${atMs}`, writing, outcome, invokedAtMs: atMs, endedAtMs });
const message = (text: string): Writing => ({ kind: 'message', threadId: 't', text });
const records = (texts: string[], orders: DatabaseRecords['orders'] = []): DatabaseRecords => ({
  messages: texts.map((text, index) => ({ threadId: 't', position: index + 1, text })),
  orders,
});
const ordered: Writing = { kind: 'order', lines: [line] };
const [a, b] = [wrote(message('a'), 1), wrote(message('b'), 10)];

describe('what users were told and what stands in the database', () => {
  for (const [name, attempts, standing, kinds] of [
    ['agree when all is there in order', [a, b, wrote(ordered, 20)], records(['a', 'b'], [order]), []],
    ['do not agree when an acknowledged message is not there', [a, b], records(['a']), ['lost']],
    ['do not agree when an acknowledged order is not there', [wrote(ordered, 1)], records([]), ['lost']],
    ['do not agree when it is there twice', [a], records(['a', 'a']), ['doubled']],
    ['do not agree when the order is wrong', [a, b], records(['b', 'a']), ['out of order']],
    [
      'agree in either order when they were written at the same time',
      [wrote(message('a'), 1, 'acknowledged', 20), b],
      records(['b', 'a']),
      [],
    ],
    ['agree when what was refused is not there', [wrote(message('a'), 1, 'refused')], records([]), []],
    [
      'do not agree when what was refused is there',
      [wrote(message('a'), 1, 'refused')],
      records(['a']),
      ['unexpected'],
    ],
    ['agree when what is unknown is not there', [wrote(message('a'), 1, 'unknown')], records([]), []],
    ['agree when what is unknown is there', [wrote(message('a'), 1, 'unknown')], records(['a']), []],
    [
      'do not agree when what is unknown is there twice',
      [wrote(message('a'), 1, 'unknown')],
      records(['a', 'a']),
      ['doubled'],
    ],
    [
      'agree when the same was asked twice and is there once',
      [a, wrote(message('a'), 5)],
      records(['a']),
      [],
    ],
    ['do not agree when lines are missing', [], records([], [{ ...order, lines: [] }]), ['torn order']],
    ['do not agree when the total is wrong', [], records([], [{ ...order, totalCents: 1 }]), ['torn order']],
    ['do not agree when the event is missing', [], records([], [{ ...order, events: [] }]), ['torn order']],
    [
      'do not agree when there are two events',
      [],
      records([], [{ ...order, events: [{ totalCents: 500 }, { totalCents: 500 }] }]),
      ['torn order'],
    ],
  ] as const)
    test(name, () => {
      expect(discrepancies(attempts, standing).map(({ kind }) => kind)).to.deep.equal(kinds);
    });

  test('what was reported as rejected need not be there, and must not', () => {
    const rejected = new Set([a.key]);
    expect(discrepancies([a], records([]), rejected)).to.be.empty;
    expect(discrepancies([a], records(['a']), rejected).map(({ kind }) => kind)).to.deep.equal([
      'unexpected',
    ]);
  });
});
