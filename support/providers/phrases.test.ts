import { describe, test } from 'node:test';
import { expect } from 'chai';
import { tableOfBehaviours } from './decoding/table-of-behaviours';
import { behaviourByPhrase, behaviourPhrases } from './phrases';

describe('the phrases for behaviours', () => {
  test('say a behaviour', () => {
    expect(behaviourByPhrase('is cut short half-way')).to.deep.equal({ kind: 'cut-short', afterTokens: 4 });
  });

  test('an unknown one is told the known ones', () => {
    expect(() => behaviourByPhrase('is odd')).to.throw(
      'No provider behaviour "is odd"; expected one of: is healthy, is failing',
    );
    expect(() => behaviourByPhrase('toString')).to.throw('No provider behaviour "toString"');
  });

  test('there is one for every behaviour whose numbers a feature need not give', () => {
    const said = new Set(Object.values(behaviourPhrases).map(({ kind }) => kind));
    const toBeSaid = new Set(tableOfBehaviours.map((row) => row.behaviour.kind));
    toBeSaid.delete('limited');
    expect([...said]).to.include.members([...toBeSaid]);
  });
});
