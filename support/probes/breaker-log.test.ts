import { test } from 'node:test';
import { expect } from 'chai';
import { transitionsOf } from './breaker-log';

test('the log tells of one breaker what belongs to it, in order', () => {
  const at = '2026-11-22T10:00:00.250Z';
  const line = (breaker: string, from: string, to: string, more = {}) => ({
    event: 'breaker.transition',
    breaker,
    from,
    to,
    cause: 'a cause',
    at,
    afterMs: 12,
    ...more,
  });
  const log = [
    { text: 'a warning' },
    line('primary', 'closed', 'open', { openForMs: 200 }),
    line('secondary', 'closed', 'open'),
    { ...line('primary', 'x', 'y'), event: 'something.else' },
    line('primary', 'open', 'half-open'),
  ];
  const common = { cause: 'a cause', atMs: Date.parse(at), afterMs: 12 };
  expect(transitionsOf('primary', log)).to.deep.equal([
    { ...common, from: 'closed', to: 'open', openForMs: 200 },
    { ...common, from: 'open', to: 'half-open', openForMs: undefined },
  ]);
  expect(transitionsOf('nobody', log)).to.be.empty;
});
