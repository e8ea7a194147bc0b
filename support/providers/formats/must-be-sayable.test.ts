import { describe, test } from 'node:test';
import { expect } from 'chai';
import { dialectOf } from './dialects';
import { mustBeSayable } from './must-be-sayable';

const [openAi, anthropic] = [dialectOf('openai'), dialectOf('anthropic')];
const asks = (form: 'input-tokens-reset' | 'output-tokens-reset' | 'date') =>
  ({ kind: 'rate-limiting', asks: { form, forMs: 1 } }) as const;
const usedUp = (form: 'input-tokens-reset' | 'tokens-reset') =>
  ({ kind: 'healthy', usedUp: { form, forMs: 1 } }) as const;

describe('a form in which a provider says how long', () => {
  test('is one that its format has', () => {
    for (const form of ['input-tokens-reset', 'output-tokens-reset'] as const) {
      expect(() => mustBeSayable(asks(form), anthropic)).not.to.throw();
      expect(() => mustBeSayable(asks(form), openAi)).to.throw(
        `No form "${form}" in the format of openai; expected one of: seconds, milliseconds, date, requests-reset, tokens-reset`,
      );
    }
    expect(() => mustBeSayable(asks('date'), openAi)).not.to.throw();
  });

  test('of a good answer is a reset', () => {
    expect(() => mustBeSayable(usedUp('tokens-reset'), openAi)).not.to.throw();
    expect(() => mustBeSayable(usedUp('input-tokens-reset'), openAi)).to.throw(
      'expected one of: requests-reset, tokens-reset',
    );
  });

  test('need not be', () => {
    expect(() => mustBeSayable({ kind: 'rate-limiting' }, openAi)).not.to.throw();
    expect(() => mustBeSayable({ kind: 'failing' }, openAi)).not.to.throw();
  });
});
