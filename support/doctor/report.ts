import type { Finding } from './finding';

const words = { good: 'good', lacking: 'lacking', missing: 'MISSING' } as const;

/** The findings for a terminal, the advice below each. */
export function report(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const stateWidth = Math.max(...Object.values(words).map(({ length }) => length));
  const lines = findings.flatMap(({ subject, state, found, advice }) => [
    `${words[state].padEnd(stateWidth)}  ${subject.padEnd(width)}  ${found}`,
    ...(advice === undefined ? [] : [`${' '.repeat(stateWidth + width + 4)}-> ${advice}`]),
  ]);
  return [...lines, '', conclusion(findings)].join('\n');
}

function conclusion(findings: readonly Finding[]): string {
  const missing = findings.filter(({ state }) => state === 'missing').map(({ subject }) => subject);
  if (missing.length > 0)
    return `The specification cannot run here until this is mended: ${missing.join(', ')}.`;
  const lacking = findings.filter(({ state }) => state === 'lacking').map(({ subject }) => subject);
  const rest = lacking.length > 0 ? ` It would be better still with: ${lacking.join(', ')}.` : '';
  return `The specification can run here: \`npm run bdd\`.${rest}`;
}
