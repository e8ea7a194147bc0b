import { answerText } from '../providers/answer-text';
import type { Answer } from '../users/answer';

/** What became of a question, in one line, for a failed expectation. */
export function describeAnswer(answer: Answer): string {
  const error = answer.error ? ` "${answer.error.code}": ${answer.error.message}` : '';
  const text = answer.text === '' ? '' : ` with the text "${answer.text}"`;
  const trace = answer.trace ? ` (${answer.trace})` : '';
  return `"${answer.question}" was ${answer.outcome}${error}${text}${trace}`;
}

/** Whether it is exactly what this provider says to this question, and said to be finished exactly once. */
export function isCompleteAnswerOf(role: string, answer: Answer): boolean {
  const isFinished = answer.outcome === 'complete' && answer.finishes === 1;
  return isFinished && answer.text === answerText(role, answer.question);
}

/** Whether the user has read a proper part of what this provider says, from its beginning. */
export function isBeginningOfAnswerOf(role: string, answer: Answer): boolean {
  const whole = answerText(role, answer.question);
  return answer.text !== '' && answer.text.length < whole.length && whole.startsWith(answer.text);
}
