import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { Outcome } from '../cucumber/outcome';
import { judge } from './judge';
import type { Variant } from './variant';

const variant: Variant = {
  name: 'too-late',
  wrong: 'It opens too late.',
  file: 'breaker.ts',
  find: '>=',
  replace: '>',
  tags: '',
  mustFail: { 'Five failures open it': "expected 'closed'" },
};
const ended = (name: string, kind: Outcome['kind'], message = ''): { name: string; outcome: Outcome } => ({
  name,
  outcome: { kind, message },
});
const passed = ended('Four do not', 'passed');

describe('judge', () => {
  test('a variant bites when what must fail fails for the reason stated', () => {
    const finding = judge(variant, [
      ended('Five failures open it', 'failed', "expected 'closed' to equal 'open'"),
      ended('Simultaneous ones too', 'failed', 'some other words'),
      passed,
    ]);
    expect(finding).to.include({ verdict: 'bites', ran: 3 });
    expect(finding.expected).to.deep.equal(['Five failures open it']);
    expect(finding.unexpected).to.deep.equal(['Simultaneous ones too']);
  });

  const survivals: [string, ReturnType<typeof ended>[], string][] = [
    ['passes', [ended('Five failures open it', 'passed')], 'passed'],
    ['does not run', [passed], 'did not run'],
    ['fails for another reason', [ended('Five failures open it', 'failed', 'no such file')], 'no such file'],
    ['is compromised', [ended('Five failures open it', 'compromised', "expected 'closed'")], 'compromised'],
  ];
  for (const [what, scenarios, words] of survivals) {
    test(`a variant survives when what must fail ${what}`, () => {
      const { verdict, objections } = judge(variant, scenarios);
      expect(verdict).to.equal('SURVIVES');
      expect(objections.join()).to.include(words);
    });
  }

  test('a scenario that was compromised proves nothing', () => {
    expect(judge(variant, [ended('Another', 'compromised', 'no server')]).unexpected).to.be.empty;
  });
});
