import type { Answer } from '../users/answer';

/** What became of a question, as a person reads it. */
export function answerText(answer: Answer): string {
  const { outcome, text, model, error, trace, headers, status } = answer;
  const tookMs = Math.round(answer.endedAtMs - answer.askedAtMs);
  const facts = [
    ...(model === undefined ? [] : [`model ${model}`]),
    ...(headers['x-answer-source'] === undefined ? [] : [`source ${headers['x-answer-source']}`]),
    ...(headers['x-service-level'] === undefined ? [] : [`service level ${headers['x-service-level']}`]),
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(answer.firstTokenAtMs === undefined
      ? []
      : [`first token after ${Math.round(answer.firstTokenAtMs - answer.askedAtMs)} ms`]),
    `ended after ${tookMs} ms`,
  ];
  return [
    ...(text === '' ? [] : [text]),
    ...(error ? [`${error.message} (${error.code})`] : []),
    ...(trace ? [trace] : []),
    `[${outcome}; ${facts.join('; ')}]`,
  ].join('\n');
}
