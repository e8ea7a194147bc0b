import type { Variant } from '../variant';

/** What the service says of itself. */
export const telemetryVariants: readonly Variant[] = [
  {
    name: 'transition-logged-twice',
    wrong: 'Each change of state is logged twice.',
    file: 'reference-service/compose.ts',
    find: '    else log.info(line, words);\n',
    replace: '    else log.info(line, words);\n    log.info(line, words);\n',
    tags: '',
    mustFail: {
      'Each change is logged once, with its cause': 'to deeply equal',
      'The metrics count the changes that the log tells of': 'expected 1 to equal 2',
    },
  },
  {
    name: 'opening-not-logged',
    wrong: 'The log does not tell of openings.',
    file: 'reference-service/compose.ts',
    find: "if (rest.to === 'open') log.warn(line, words);",
    replace: "if (rest.to === 'open') log.debug(line, words);",
    tags: '',
    mustFail: {
      'Each change is logged once, with its cause': 'to deeply equal',
      'Log, metrics and state agree that the breaker is open': 'to deeply equal',
    },
  },
  {
    name: 'cause-not-logged',
    wrong: 'The log does not tell which rule opened a breaker.',
    file: 'reference-service/breaker/breaker.ts',
    find: ' consecutive failures, the last one: ',
    replace: ' failures, the last one: ',
    tags: '',
    mustFail: { 'Each change is logged once, with its cause': '5 consecutive failures' },
  },
  {
    name: 'wrong-duration-logged',
    wrong: 'The log tells how long the next state lasted so far instead of the one before.',
    file: 'reference-service/breaker/breaker.ts',
    find: 'afterMs: next.sinceMs - before.sinceMs,',
    replace: 'afterMs: nowMs() - next.sinceMs,',
    tags: '',
    mustFail: { 'The log tells how long each state lasted': 'to be at least' },
  },
  {
    name: 'transitions-not-counted',
    wrong: 'The metrics do not count changes of state.',
    file: 'reference-service/telemetry/metrics.ts',
    find: 'this.#transitions.inc({ breaker, from, to });',
    replace: 'this.#transitions.inc({ breaker, from, to }, 0);',
    tags: '',
    mustFail: { 'The metrics count the changes that the log tells of': 'expected +0 to equal 1' },
  },
  {
    name: 'only-answers-counted',
    wrong: 'The metrics count only the calls that were answered.',
    file: 'reference-service/telemetry/metrics.ts',
    find: 'this.#calls.inc({ provider, purpose: reason.purpose, outcome });',
    replace: "if (outcome === 'answered') this.#calls.inc({ provider, purpose: reason.purpose, outcome });",
    tags: '',
    mustFail: { 'The metrics count the calls that the provider received': 'expected 3 to equal 8' },
  },
  {
    name: 'gauge-of-yesterday',
    wrong: 'The gauge shows every breaker closed.',
    file: 'reference-service/telemetry/metrics.ts',
    find: 'this.#breakerState.set({ breaker: name, state: each }, Number(each === state));',
    replace: "this.#breakerState.set({ breaker: name, state: each }, Number(each === 'closed'));",
    tags: '',
    mustFail: {
      'Log, metrics and state agree that the breaker is open': 'to deeply equal',
      'Log, metrics and state agree that the breaker is half-open': 'to deeply equal',
    },
  },
  {
    name: 'gauge-never-closed',
    wrong: 'The gauge of a closed breaker shows no state at all.',
    file: 'reference-service/telemetry/metrics.ts',
    find: 'this.#breakerState.set({ breaker: name, state: each }, Number(each === state));',
    replace:
      "this.#breakerState.set({ breaker: name, state: each }, Number(each === state && each !== 'closed'));",
    tags: '',
    mustFail: { 'Log, metrics and state agree that the breaker is closed': 'to deeply equal' },
  },
];
