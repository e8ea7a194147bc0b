import { faultNamesFor } from '../faults/registry';
import { behaviourPhrases } from '../providers/phrases';
import { personas } from '../users/personas';

/** What stands above the first prompt. */
export function welcome(url: string, model: string, explanation: string): string {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'What is a breaker?' }] });
  return `${explanation}
The reference service runs with the production defaults.

  state    ${url}/v1/status
  metrics  ${url}/metrics
  token    ${personas.Ada.token}

  curl -s ${url}/v1/chat/completions -H 'authorization: Bearer ${personas.Ada.token}' -H 'content-type: application/json' -d '${body}'

Try: primary is hanging | ask What is a breaker? | status | database frozen | database healed | help | quit
`;
}

/** What can be said at the prompt. */
export const help = `primary <behaviour>, secondary <behaviour>   a provider behaves like this from now on:
${columns(Object.keys(behaviourPhrases))}
database <fault>                  the database is broken: ${faultNamesFor('postgresql').join(', ')}
redis <fault>                     Redis is broken: ${faultNamesFor('redis').join(', ')}
database healed, redis healed     a server is mended
ask <question>                    asks the assistant and shows the answer, its model, its source and the time
status                            the service level, its notices and the breakers
log on, log off                   shows or hides changes of breakers and of the level as they happen
quit                              stops everything; so does Ctrl-C
Tab completes.`;

function columns(phrases: readonly string[]): string {
  const width = Math.max(...phrases.map(({ length }) => length)) + 2;
  const lines: string[] = [];
  for (let at = 0; at < phrases.length; at += 2) {
    lines.push(`  ${(phrases[at] ?? '').padEnd(width)}${phrases[at + 1] ?? ''}`.trimEnd());
  }
  return lines.join('\n');
}
