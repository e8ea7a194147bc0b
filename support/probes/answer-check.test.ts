import { describe, test } from 'node:test';
import { expect } from 'chai';
import { answerText } from '../providers/answer-text';
import type { Answer } from '../users/answer';
import { describeAnswer, isBeginningOfAnswerOf, isCompleteAnswerOf } from './answer-check';

const whole = answerText('primary', 'How are you?');
const answer = (more: Partial<Answer> = {}): Answer => ({
  user: 'Ada',
  question: 'How are you?',
  streamed: true,
  askedAtMs: 0,
  endedAtMs: 1,
  outcome: 'complete',
  text: whole,
  finishes: 1,
  headers: {},
  ...more,
});

describe('a complete answer', () => {
  test('is the whole text of that provider, finished once', () => {
    expect(isCompleteAnswerOf('primary', answer())).to.equal(true);
  });

  for (const [what, more] of [
    ['another provider’s', { text: answerText('secondary', 'How are you?') }],
    ['to another question', { text: answerText('primary', 'Who are you?') }],
    ['cut', { text: whole.slice(0, -1) }],
    ['said twice', { text: whole + whole }],
    ['spliced', { text: whole.slice(0, 5) + answerText('secondary', 'How are you?') }],
    ['finished twice', { finishes: 2 }],
    ['never finished', { finishes: 0 }],
    ['broken off', { outcome: 'broken off' }],
  ] as const) {
    test(`is not one that is ${what}`, () => {
      expect(isCompleteAnswerOf('primary', answer(more))).to.equal(false);
    });
  }
});

test('the beginning of an answer is neither nothing, nor all of it, nor from elsewhere', () => {
  const isBeginning = (text: string): boolean => isBeginningOfAnswerOf('primary', answer({ text }));
  expect(isBeginning(whole.slice(0, 1))).to.equal(true);
  expect(isBeginning(whole.slice(0, -1))).to.equal(true);
  for (const text of ['', whole, `${whole}!`, whole.slice(1, -1), 'x'])
    expect(isBeginning(text), text).to.equal(false);
});

test('an answer is described with all that is known of it', () => {
  const error = { code: 'answer_broken_off', message: 'It broke.' };
  expect(describeAnswer(answer({ outcome: 'broken off', text: 'Hel', error }))).to.equal(
    '"How are you?" was broken off "answer_broken_off": It broke. with the text "Hel"',
  );
  expect(describeAnswer(answer({ outcome: 'lost', text: '', trace: 'ECONNRESET' }))).to.equal(
    '"How are you?" was lost (ECONNRESET)',
  );
});
