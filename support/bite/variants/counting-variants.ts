import type { Variant } from '../variant';

const file = 'reference-service/breaker/breaker.ts';
const closedNotOpen = "expected 'closed' to equal 'open'";
const openNotClosed = "expected 'open' to equal 'closed'";

/** What is counted, and up to which number. */
export const countingVariants: readonly Variant[] = [
  {
    name: 'threshold-plus-one',
    wrong: 'The breaker opens above the threshold instead of at it.',
    file,
    find: 'state.consecutiveFailures >= consecutiveFailures)',
    replace: 'state.consecutiveFailures > consecutiveFailures)',
    tags: 'not @needs:postgresql',
    mustFail: {
      'The failure that reaches the threshold opens the breaker': closedNotOpen,
      'Failures at the same time count as well': closedNotOpen,
      'Failures from now on count in full': closedNotOpen,
      'The dead provider receives no more than it takes to know': 'expected 6 to equal 5',
    },
  },
  {
    name: 'threshold-minus-one',
    wrong: 'The breaker opens one failure too early.',
    file,
    find: 'state.consecutiveFailures >= consecutiveFailures)',
    replace: 'state.consecutiveFailures >= consecutiveFailures - 1)',
    tags: '',
    runs: 'named',
    mustFail: {
      'One failure fewer leaves the breaker closed': openNotClosed,
      'Four failures and a refusal leave the breaker closed': openNotClosed,
      'Failures from before no longer count': openNotClosed,
      'Four failed reads leave the breaker closed': openNotClosed,
    },
  },
  {
    name: 'success-does-not-reset',
    wrong: 'A success leaves the count of failures in a row as it was.',
    file,
    find: '      state.consecutiveFailures = 0;\n',
    replace: '',
    tags: '',
    mustFail: {
      'A success begins the count anew': openNotClosed,
      'A stream that ends well ends the streak': 'expected 4 to equal +0',
    },
  },
  {
    name: 'simultaneous-failures-count-once',
    wrong: 'Failures at about the same time count as one.',
    file,
    find: 'state.consecutiveFailures += 1;',
    replace:
      'const at = nowMs(); if (at - ((state as { lastMs?: number }).lastMs ?? 0) > 100) state.consecutiveFailures += 1; (state as { lastMs?: number }).lastMs = at;',
    tags: '',
    runs: 'named',
    mustFail: { 'Failures at the same time count as well': closedNotOpen },
  },
  {
    name: 'disregarded-counts-as-failure',
    wrong: "A user's own mistake counts as the provider's failure.",
    file: 'reference-service/routing/guarded-provider.ts',
    find: "if (failure.verdict === 'disregarded') permit.disregarded();",
    replace: "if (failure.verdict === 'disregarded') permit.failed(failure.code);",
    tags: '',
    mustFail: {
      'Not counted as a failure: the provider finds the request invalid': openNotClosed,
      'Not counted as a failure: the provider refuses the content': openNotClosed,
      'Not counted as a failure: the provider finds the question too long': openNotClosed,
      'Four failures and a refusal leave the breaker closed': openNotClosed,
    },
  },
  {
    name: 'disregarded-resets-the-streak',
    wrong: 'What is no failure ends a streak of failures, as a success would.',
    file,
    find: "disregarded: () => settle((state) => state.kind === 'half-open' && state.inFlight.delete(token)),",
    replace:
      "disregarded: () => settle((state) => { if (state.kind === 'half-open') state.inFlight.delete(token); else if (state.kind === 'closed') state.consecutiveFailures = 0; }),",
    tags: '',
    mustFail: {
      'The streak goes on past a request where the provider finds the request invalid': closedNotOpen,
      'The streak goes on past a request where the provider refuses the content': closedNotOpen,
      'The streak goes on past a request where the provider finds the question too long': closedNotOpen,
    },
  },
  {
    name: 'cancelled-counts-as-failure',
    wrong: 'A call cancelled by its user is classified as a failure of the provider.',
    file: 'reference-service/providers/provider-failure.ts',
    find: "cancelled: 'fatal',",
    replace: "cancelled: 'transient',",
    tags: '',
    runs: 'named',
    mustFail: { 'A question that its user gives up is not a failure': openNotClosed },
  },
  {
    name: 'rate-limit-counts-as-failure',
    wrong: 'A provider that is rate limiting is taken for one that fails.',
    file: 'reference-service/providers/provider-failure.ts',
    find: "this.code === 'rate_limited' || ",
    replace: '',
    tags: '',
    mustFail: { 'Rate limits are no failures': openNotClosed },
  },
  {
    name: 'persistent-not-at-once',
    wrong: 'A failure that lasts until somebody acts is counted like any other.',
    file: 'reference-service/routing/guarded-provider.ts',
    find: "else permit.failed(failure.code, failure.verdict === 'failed for good');",
    replace: 'else permit.failed(failure.code);',
    tags: '',
    mustFail: {
      'Counted at once: the provider is out of quota': closedNotOpen,
      'Counted at once: the provider rejects the credentials': closedNotOpen,
      'Counted at once: the provider shows an expired certificate': closedNotOpen,
      'Staff are alerted when the provider is out of quota': 'expected 3 to equal 1',
      'Staff are alerted when the provider rejects the credentials': 'expected 3 to equal 1',
    },
  },
  {
    name: 'silence-is-no-failure',
    wrong: 'A provider that is silent is given up, but that does not count.',
    file: 'reference-service/providers/provider-failure.ts',
    find: "if (this.code === 'rate_limited' ||",
    replace: "if (this.code === 'first_token_timeout' || this.code === 'rate_limited' ||",
    tags: '',
    runs: 'named',
    mustFail: {
      'Counted as a failure: the provider is hanging': closedNotOpen,
      'Counted as a failure: the provider stalls before the first token': closedNotOpen,
      'A trial without an answer is a failed trial': "expected 'half-open' to equal 'open'",
    },
  },
  {
    name: 'unreachable-is-no-failure',
    wrong: 'A provider to which no connection can be made is not counted as failing.',
    file: 'reference-service/providers/provider-failure.ts',
    find: "if (this.code === 'rate_limited' ||",
    replace:
      "if (['refused_connection', 'reset_connection', 'name_not_resolved'].includes(this.code) || this.code === 'rate_limited' ||",
    tags: '',
    mustFail: {
      'Counted as a failure: the provider refuses connections': closedNotOpen,
      'Counted as a failure: the provider resets connections': closedNotOpen,
      'Counted as a failure: the provider cannot be found by name': closedNotOpen,
      'Counted as a failure: the provider is cut short half-way': closedNotOpen,
    },
  },
  {
    name: 'breaker-never-opens',
    wrong: 'Nothing opens the breaker.',
    file,
    find: '  #open(cause: string, openForMs = this.#nextOpenMs()): void {\n',
    replace:
      '  #open(cause: string, openForMs = this.#nextOpenMs()): void {\n    if (openForMs >= 0) return;\n',
    tags: '',
    runs: 'named',
    mustFail: {
      'The failure that reaches the threshold opens the breaker': closedNotOpen,
      'Counted as a failure: the provider is overloaded': closedNotOpen,
      'Counted as a failure: the provider answers with an error page': closedNotOpen,
      'Counted as a failure: the provider reports an error inside the stream half-way': closedNotOpen,
      'Counted as a failure: the provider sends garbled data half-way': closedNotOpen,
      'A stream that breaks off is the fifth failure': closedNotOpen,
      'Half of the calls failing opens the breaker': closedNotOpen,
    },
  },
];
