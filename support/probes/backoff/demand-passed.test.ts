import { test } from 'node:test';
import { expect } from 'chai';
import { Inconclusive } from '../../evidence/verdict';
import { demandPassed } from './demand-passed';
import { type Finding, findingOf } from './finding';

const passed = findingOf('shape', [{ name: 'distance', value: 0.1, atMost: 0.1 }]);
const failed = findingOf('growth', [{ name: 'median', value: 0.25, atLeast: 0.36, atMost: 0.7 }]);
const unsaid: Finding = { check: 'spread', verdict: 'inconclusive', figures: [], because: '12 clients' };

test('a demand is met by passes alone, and a failure outweighs what could not be said', () => {
  demandPassed([passed]);
  expect(() => demandPassed([passed, unsaid, failed]))
    .to.throw(/growth: median must be at least 0.36 and at most 0.7, was 0.250/)
    .and.not.to.be.instanceOf(Inconclusive);
  expect(() => demandPassed([passed, unsaid])).to.throw(Inconclusive, 'spread: 12 clients');
  expect(() => demandPassed([])).to.throw(Inconclusive, 'nothing was checked');
});

test('a figure that is no number lies outside of any limits, and no figures say nothing', () => {
  expect(findingOf('shape', [{ name: 'distance', value: Number.NaN, atMost: 1 }]).verdict).to.equal('failed');
  expect(findingOf('shape', []).verdict).to.equal('inconclusive');
});
