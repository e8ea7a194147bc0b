import type { ServerKind } from '../environments/environment';
import { faultNamesFor } from '../faults/registry';
import { behaviourByPhrase, behaviourPhrases } from '../providers/phrases';

/** What can be said at the prompt. */
export type Command =
  | { kind: 'provider'; role: string; phrase: string }
  | { kind: 'break'; server: ServerKind; fault: string }
  | { kind: 'mend'; server: ServerKind }
  | { kind: 'ask'; question: string }
  | { kind: 'status' }
  | { kind: 'log'; isOn: boolean }
  | { kind: 'help' }
  | { kind: 'quit' };

const roles = ['primary', 'secondary'];
const servers: Readonly<Record<string, ServerKind>> = { database: 'postgresql', redis: 'redis' };
const healed = ['healed', 'healthy'];
const forms = [
  'primary ..., secondary ...',
  'database ..., redis ...',
  'ask <question>',
  'status',
  'log on, log off',
  'help',
  'quit',
];

/** Every whole line that can be meant, but for questions; for tab completion. */
export const completions: readonly string[] = [
  ...roles.flatMap((role) => Object.keys(behaviourPhrases).map((phrase) => `${role} ${phrase}`)),
  ...Object.entries(servers).flatMap(([name, kind]) =>
    [...faultNamesFor(kind), 'healed'].map((state) => `${name} ${state}`),
  ),
  ...['ask ', 'status', 'log on', 'log off', 'help', 'quit'],
];

/**
 * Reads a line.
 * @returns undefined for an empty one.
 * @throws naming what is possible where it cannot be understood.
 */
export function commandIn(line: string): Command | undefined {
  const [word = '', ...words] = line.trim().split(/\s+/);
  const rest = words.join(' ');
  if (word === '') return undefined;
  if (roles.includes(word)) {
    behaviourByPhrase(rest); // Throws for a phrase that nobody knows.
    return { kind: 'provider', role: word, phrase: rest };
  }
  const server = Object.hasOwn(servers, word) ? servers[word] : undefined;
  if (server !== undefined) return about(server, word, rest.replace(/^is /, ''));
  switch (word) {
    case 'ask':
      if (rest === '') throw new Error('A question must follow "ask"; for example: ask What is a breaker?');
      return { kind: 'ask', question: rest };
    case 'log':
      if (rest === 'on' || rest === 'off') return { kind: 'log', isOn: rest === 'on' };
      throw new Error(`"log" must be followed by on or off; got "${rest}"`);
    case 'status':
    case 'help':
    case 'quit':
      return { kind: word };
    default:
      throw new Error(`No command "${word}"; expected one of: ${forms.join('; ')}`);
  }
}

function about(server: ServerKind, name: string, state: string): Command {
  if (healed.includes(state)) return { kind: 'mend', server };
  const faultNames = faultNamesFor(server);
  if (faultNames.includes(state)) return { kind: 'break', server, fault: state };
  const possible = [...faultNames, 'healed'].map((each) => `${name} ${each}`).join(', ');
  throw new Error(`The ${name} cannot be "${state}"; expected one of: ${possible}`);
}
