import { describe, test } from 'node:test';
import { expect } from 'chai';
import { Compromised, Inconclusive, verdictOf, verdictOfText } from './verdict';

class FaultNotConfirmed extends Compromised {}

describe('a verdict', () => {
  test('is read from the class of the error, subclasses included', () => {
    expect(verdictOf(new Compromised('frozen, yet it answers'))).to.equal('compromised');
    expect(verdictOf(new FaultNotConfirmed('frozen, yet it answers'))).to.equal('compromised');
    expect(verdictOf(new Inconclusive('12 samples'))).to.equal('inconclusive');
    expect(verdictOf(new Error('503'))).to.equal('failed');
    expect(verdictOf('a string')).to.equal('failed');
  });

  test('is found behind a cause and inside an aggregate', () => {
    expect(verdictOf(new Error('waited', { cause: new Inconclusive('12 samples') }))).to.equal(
      'inconclusive',
    );
    const both = new AggregateError([new Inconclusive('few'), new Compromised('thawed')]);
    expect(verdictOf(both)).to.equal('compromised');
  });

  test('survives as text, subclasses included', () => {
    const text = new FaultNotConfirmed('postgresql answers').stack ?? '';
    expect(text).to.match(/^Compromised: postgresql answers/);
    expect(verdictOfText(text, 'FaultNotConfirmed')).to.equal('compromised');
    expect(verdictOfText('anything', 'Inconclusive')).to.equal('inconclusive');
    expect(verdictOfText('AssertionError: not Compromised: see above')).to.equal('failed');
  });
});
