import { test } from 'node:test';
import { expect } from 'chai';
import { sharesIn } from './shares-table';

test('shares of the time are read from a table, and what is not named is never out', () => {
  expect(sharesIn({ database: '18 percent', cache: '7.5 percent' })).to.deep.equal({
    'primary provider': 0,
    'secondary provider': 0,
    database: 0.18,
    cache: 0.075,
  });
  expect(() => sharesIn({ moon: '1 percent' })).to.throw('expected one of: primary provider');
  for (const words of ['18', '100 percent', 'a lot'])
    expect(() => sharesIn({ cache: words })).to.throw(`got "${words}"`);
});
