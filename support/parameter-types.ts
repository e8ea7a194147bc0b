import { defineParameterType } from '@cucumber/cucumber';
import type { ServerKind } from './environments/environment';
import { networkMishaps } from './environments/live-network';
import { durationPattern, parseDuration } from './environments/rules/duration';
import { ordinalIn } from './environments/rules/ordinal';
import { faultNames } from './faults/registry';
import { whatToDo } from './probes/refusals-probe';
import { waysToShow, waysToTell } from './probes/works-probe';
import { limitPhrases } from './providers/limit-phrases';
import { behaviourPhrases } from './providers/phrases';
import { type Deed, operations, type PersonaName, personaNames } from './users/personas';
import { arrivalsPattern } from './users/traffic/arrival-phrases';

const alternatives = (words: readonly string[]): string =>
  [...words]
    .sort((one, other) => other.length - one.length) // The longest first, or "is failing" would eat "is failing behind ...".
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');

const kindsByName: Readonly<Record<string, ServerKind>> = {
  database: 'postgresql',
  cache: 'redis',
  'analytics store': 'clickhouse',
};

defineParameterType({
  name: 'provider',
  regexp: /the (primary|secondary|tertiary) provider/,
  transformer: (role: string) => role,
});

defineParameterType({
  name: 'breaker',
  regexp: /the (primary|secondary|tertiary|database|cache|analytics) breaker/,
  transformer: (name: string) => ({ cache: 'redis', analytics: 'clickhouse' })[name] ?? name,
});

defineParameterType({
  name: 'dependency',
  regexp: /the (database|cache|analytics store)/,
  transformer: (name: string) => kindsByName[name],
});

defineParameterType({
  name: 'behaviour',
  regexp: new RegExp(alternatives(Object.keys(behaviourPhrases))),
  transformer: (phrase: string) => phrase,
});

defineParameterType({ name: 'duration', regexp: durationPattern, transformer: parseDuration });

defineParameterType({
  name: 'state',
  regexp: /closed|open|half-open/,
  transformer: (state: string) => state,
});

defineParameterType({
  name: 'fault',
  regexp: new RegExp(alternatives(faultNames)),
  transformer: (name: string) => name,
});

defineParameterType({
  name: 'health',
  regexp: new RegExp(alternatives(['well', ...faultNames])),
  transformer: (name: string) => name,
});

defineParameterType({
  name: 'shown',
  regexp: new RegExp(alternatives(waysToShow)),
  transformer: (how: string) => how,
});

defineParameterType({
  name: 'told',
  regexp: new RegExp(alternatives(waysToTell)),
  transformer: (what: string) => what,
});

defineParameterType({
  name: 'telling',
  regexp:
    /the assistant (?:is resting|cannot answer|is busy|is asked too much|is out of service)|too many questions are waiting/,
  transformer: (telling: string) => telling,
});

defineParameterType({
  name: 'user',
  regexp: new RegExp(alternatives(personaNames)),
  transformer: (name: string): PersonaName => name as PersonaName,
});

defineParameterType({
  name: 'operation',
  regexp: new RegExp(alternatives([...operations, 'look at usage'])),
  transformer: (name: string): Deed => name as Deed,
});

defineParameterType({ name: 'ordinal', regexp: /second|third|fourth|fifth/, transformer: ordinalIn });

defineParameterType({
  name: 'class',
  regexp: /transient|degraded|persistent|fatal/,
  transformer: (name: string) => name,
});

defineParameterType({
  name: 'next',
  regexp: new RegExp(alternatives(whatToDo)),
  transformer: (what: string) => what,
});

defineParameterType({
  name: 'arrivals',
  regexp: arrivalsPattern,
  transformer: (phrase: string) => phrase,
});

defineParameterType({
  name: 'mishap',
  regexp: new RegExp(alternatives(networkMishaps)),
  transformer: (name: string) => name,
});

defineParameterType({ name: 'plan', regexp: /paying|trial/, transformer: (plan: string) => plan });

defineParameterType({
  name: 'how',
  regexp: new RegExp(alternatives(Object.keys(limitPhrases))),
  transformer: (phrase: string) => limitPhrases[phrase],
});

defineParameterType({
  name: 'kind',
  regexp: /plain|streamed/,
  transformer: (kind: string) => ({ streamed: kind === 'streamed' }),
});

defineParameterType({
  name: 'durations',
  regexp: /\d+(?:, \d+)* and \d+ milliseconds/,
  transformer: numbersIn,
});

function numbersIn(text: string): number[] {
  return [...text.matchAll(/\d+/g)].map(([number]) => Number(number));
}
