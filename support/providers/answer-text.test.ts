import { describe, test } from 'node:test';
import { expect } from 'chai';
import { answerText, answerTokens } from './answer-text';

const questions = ['', ' ', 'Hi', 'How are you today?', 'a  b\n c ', 'Grüße 👩‍💻!', 'word '.repeat(500)];

describe('the text of an answer', () => {
  test('has between 12 and 20 tokens, whatever the question', () => {
    for (const question of questions) {
      expect(answerTokens('primary', question), JSON.stringify(question)).to.have.length.within(12, 20);
    }
  });

  test('holds the role and the whole question', () => {
    for (const question of questions) {
      expect(answerText('secondary', question)).to.contain('secondary').and.to.contain(`“${question}”`);
    }
  });

  test('names the role before it is half-way', () => {
    expect(answerTokens('primary', 'Hi').slice(0, 4).join('')).to.contain('primary');
  });

  test('splits one visible character over two tokens and never a code point', () => {
    const tokens = answerTokens('primary', 'Hi');
    expect(tokens.join('')).to.contain('👩‍💻').and.to.contain('Grüße');
    expect(tokens.some((token) => token.includes('👩‍💻'))).to.equal(false);
    for (const token of tokens) expect(Buffer.from(token).toString()).to.equal(token);
  });

  test('is the same each time, and another for another role or question', () => {
    expect(answerText('primary', 'Hi')).to.equal(answerText('primary', 'Hi'));
    expect(answerText('primary', 'Hi')).not.to.equal(answerText('secondary', 'Hi'));
    expect(answerText('primary', 'Hi')).not.to.equal(answerText('primary', 'Hi!'));
  });
});
