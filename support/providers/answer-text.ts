const opening = (role: string) => ['The', ` ${role}`, ' provider', ' answers', ':'];
// A greeting beyond ASCII, with one visible character (a woman at a computer) spread over two tokens: whoever
// decodes bytes or cuts strings carelessly shows it here.
const greeting = [' schöne', ' Grüße', ' 👩', '\u200d💻', ' –', ' you', ' asked'];
const largestQuestionTokens = 6;

/**
 * The answer that the double of this role gives to this question, in the pieces in which it streams it.
 * The same for every transport, format and run; names the role within its first tokens and repeats the question, so
 * that the text of one provider is never taken for another's, nor the answer to one question for that to another.
 */
export function answerTokens(role: string, question: string): string[] {
  return [...opening(role), ...greeting, ' “', ...pieces(question), '”.'];
}

/** The same as one text. */
export function answerText(role: string, question: string): string {
  return answerTokens(role, question).join('');
}

/** The question by words, a long one by groups of words. Joined, the pieces are the question. */
function pieces(question: string): string[] {
  const words = question.match(/\s*\S+\s*$|\s*\S+|\s+/gu) ?? [];
  const size = Math.max(1, Math.ceil(words.length / largestQuestionTokens));
  const groups: string[] = [];
  for (let start = 0; start < words.length; start += size)
    groups.push(words.slice(start, start + size).join(''));
  return groups;
}
