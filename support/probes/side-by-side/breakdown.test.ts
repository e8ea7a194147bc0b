import { test } from 'node:test';
import { expect } from 'chai';
import type { Told } from '../../users/side-by-side/side-by-side-traffic';
import { breakdownOf } from './breakdown';

const told = (operation: Told['operation'], dueAtMs: number, each: Partial<Told> = {}): Told => ({
  became: 'served',
  manner: 'as usual',
  code: undefined,
  status: 200,
  askedAtMs: dueAtMs,
  endedAtMs: dueAtMs + 10,
  writing: undefined,
  key: '',
  operation,
  dueAtMs,
  source: undefined,
  ...each,
});
const outage = (target: 'database' | 'primary provider', fault: string, fromMs: number, toMs: number) => ({
  target,
  fault,
  fromMs,
  confirmedAtMs: fromMs,
  mendingAtMs: toMs,
  toMs,
});

test('requests are counted by operation, by outcome, and for each fault that they met', () => {
  const { byOperation, byOutcome, byFault } = breakdownOf(
    [
      told('ask', 0),
      told('read', 95),
      told('read', 150, { became: 'refused', manner: undefined, code: 'not_checkable' }),
      told('ask', 300),
    ],
    [outage('database', 'killed', 100, 200), outage('primary provider', 'is failing', 140, 160)],
  );
  expect(byOperation.read).to.include({ requests: 2, served: 1 });
  expect(byOperation.ask).to.include({ requests: 2, served: 2 });
  expect(byOutcome).to.deep.equal({ 'served as usual': 3, 'refused: not_checkable': 1 });
  expect(byFault['database killed']).to.include({ requests: 2, served: 1 });
  expect(byFault['primary provider is failing']).to.include({ requests: 1, served: 0 });
  expect(byFault.nothing).to.include({ requests: 2, served: 2 });
});
