import type { Variant } from '../variant';

const common = { tags: '', runs: 'named' } as const;
const levels = 'reference-service/service-level/service-level.ts';
const reserveOut = 'Primary is healthy, secondary is hanging, database well, cache well, analytics well';
const fallbackAsked = 'Primary is failing, secondary is healthy, database well, cache well, analytics well';
const cacheOut = 'Primary is healthy, secondary is healthy, database well, cache frozen, analytics well';
const grows = 'One after another everything fails, and all recovers by itself';

/** What works, and what is said, when one or several things are out. */
export const situationVariants: readonly Variant[] = [
  {
    ...common,
    name: 'reserve-told-as-fallback',
    wrong: 'While only the second provider is out, answers are said to come from another model than usual.',
    file: levels,
    find: 'outages.firstProviderAnswers ? lessReserve : fallback',
    replace: 'outages.firstProviderAnswers ? fallback : fallback',
    mustFail: {
      [reserveOut]: 'notices were to be assistant_reserve',
      'Primary is healthy, secondary rejects the credentials, database black-holed, cache well, analytics well':
        'notices were to be',
      'Primary is healthy, secondary resets connections, database well, cache killed, analytics well':
        'notices were to be',
    },
  },
  {
    ...common,
    name: 'answers-always-full',
    wrong: 'Every answer says that it was given in full service.',
    file: 'reference-service/http/app.ts',
    find: "reply.header('x-service-level', parts.level.level);",
    replace: "reply.header('x-service-level', 'full');",
    mustFail: {
      [fallbackAsked]: 'levels that the answers stated',
      [cacheOut]: 'levels that the answers stated',
    },
  },
  {
    ...common,
    name: 'summaries-not-marked',
    wrong: 'A summary by another provider than the first is not marked as one.',
    file: 'reference-service/http/summary-routes.ts',
    find: "    reply.header('x-answer-source', sourceOf(routed.provider, parts));\n",
    replace: '',
    mustFail: { [fallbackAsked]: 'what became of what was tried' },
  },
  {
    ...common,
    name: 'told-in-technical-words',
    wrong: 'A notice names the server that is out.',
    file: 'reference-service/service-level/storage-conditions.ts',
    find: "sentence: 'Copies of conversations cannot be used at the moment.'",
    replace: "sentence: 'The Redis cache cannot be reached.'",
    mustFail: { [cacheOut]: 'what is not said plainly' },
  },
  {
    ...common,
    name: 'silent-while-limited',
    wrong: 'While no provider answers no notice says why the level is lower.',
    file: 'reference-service/service-level/level-tracker.ts',
    find: 'const notices = this.#standing.map(',
    replace: "const notices = this.#standing.filter(({ level }) => level !== 'limited').map(",
    mustFail: {
      [grows]: 'levels without a notice',
      'Primary refuses connections, secondary is failing, database well, cache well, analytics well':
        'notices were to be assistant_out',
    },
  },
  {
    ...common,
    name: 'levels-skipped-on-the-way-up',
    wrong: 'While anything is out the level stays where it was lowest.',
    file: 'reference-service/service-level/level-tracker.ts',
    find: 'if (held) this.#enter(held, this.#conditions());',
    replace: "if (held === 'full') this.#enter(held, this.#conditions());",
    mustFail: { [grows]: 'the service level was to be "cache-only"' },
  },
  {
    ...common,
    name: 'changes-of-level-counted-twice',
    wrong: 'The metrics count each change of the level twice.',
    file: 'reference-service/telemetry/metrics.ts',
    find: 'this.#levelChanges.inc({ from, to });',
    replace: 'this.#levelChanges.inc({ from, to }, 2);',
    mustFail: { [grows]: 'as counted' },
  },
  {
    ...common,
    name: 'one-request-in-fifty-fails',
    wrong: 'While nothing is out one request in fifty fails.',
    file: 'reference-service/http/app.ts',
    find: 'const serviceLevel = parts.level.level;',
    replace:
      "const serviceLevel = parts.level.level;\n    if (user && Math.random() < 0.02) throw new UserError('internal_error');",
    mustFail: {
      'Requests of all kinds evenly, 100 a second': 'requests failed',
      'Requests of all kinds in bursts of 60, one a second': 'requests failed',
      'Requests of all kinds at random, 100 a second on average': 'requests failed',
    },
  },
  {
    ...common,
    name: 'up-and-down-with-every-return',
    wrong: 'The level rises as soon as the database is back, and falls with it again.',
    file: 'reference-service/compose.ts',
    find: '    policy.serviceLevel.holdMs,\n',
    replace: '    0,\n',
    mustFail: { 'Back and out again, several times over': 'levels: ' },
  },
  {
    ...common,
    name: 'recovery-measured-from-the-last-change',
    wrong: 'The recovery time leaves out all but the last step of the way back.',
    file: 'reference-service/compose.ts',
    find: "if (change.from === 'full') leftFullAtMs = Date.now();",
    replace: "if (change.to !== 'full') leftFullAtMs = Date.now();",
    mustFail: { [grows]: 'milliseconds until full service, as measured' },
  },
];
