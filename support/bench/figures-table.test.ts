import { describe, test } from 'node:test';
import { expect } from 'chai';
import { figuresTable } from './figures-table';

describe('the performance table', () => {
  test('speaks names and units, and says which targets are missed', () => {
    const table = figuresTable([
      { name: 'start', values: { medianMs: 1234.5, samples: 5 } },
      { name: 'cost', values: { medianMs: 0.1234 }, target: { value: 'medianMs', belowMs: 1 } },
      { name: 'run', values: { wallMs: 4000 }, target: { value: 'wallMs', belowMs: 4000 } },
    ]);
    expect(table.split('\n')).to.deep.equal([
      'start  median 1235 ms, samples 5',
      'cost   median 0.123 ms  [target median below 1 ms: kept]',
      'run    wall 4000 ms  [target wall below 4000 ms: MISSED]',
    ]);
  });
});
