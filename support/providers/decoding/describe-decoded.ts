import { answerTokens } from '../answer-text';
import type { Decoded } from './decode';

/**
 * What an SDK made of an answer, as a phrase: `the answer, finished`, `4 tokens, silence`, `nothing, RateLimitError 429 ...`.
 * The text is compared to the letter: what is no beginning of the answer shows as itself.
 */
export function describeDecoded(
  { text, isFinished, error }: Decoded,
  role: string,
  question: string,
): string {
  return [amount(text, answerTokens(role, question)), isFinished ? 'finished' : undefined, error]
    .filter((part) => part !== undefined)
    .join(', ');
}

function amount(text: string, tokens: readonly string[]): string {
  if (text === '') return 'nothing';
  if (text === tokens.join('')) return 'the answer';
  for (let count = 1; count < tokens.length; count++) {
    if (text === tokens.slice(0, count).join('')) return `${count} tokens`;
  }
  return text.startsWith(tokens.join('')) ? 'much more' : `another text: ${text}`;
}
