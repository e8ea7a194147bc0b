import type { Variant } from '../variant';

const file = 'reference-service/breaker/call-window.ts';
const closedNotOpen = "expected 'closed' to equal 'open'";
const openNotClosed = "expected 'open' to equal 'closed'";

/** The failure rate and its window. */
export const rateVariants: readonly Variant[] = [
  {
    name: 'rate-above-instead-of-at',
    wrong: 'The failure rate must exceed its threshold instead of reaching it.',
    file,
    find: 'this.#calls.length >= threshold;',
    replace: 'this.#calls.length > threshold;',
    tags: '',
    mustFail: {
      'Half of the calls failing opens the breaker': closedNotOpen,
      'Ten failures among the last twenty calls open the breaker': closedNotOpen,
    },
  },
  {
    name: 'rate-threshold-too-low',
    wrong: 'The breaker opens at a failure rate of three quarters of the threshold.',
    file,
    find: 'this.#calls.length >= threshold;',
    replace: 'this.#calls.length >= threshold * 0.6;',
    tags: '',
    mustFail: {
      'Less than half leaves the breaker closed': openNotClosed,
      'Nine failures among the last twenty calls leave it closed': openNotClosed,
    },
  },
  {
    name: 'rate-without-a-minimum',
    wrong: 'The failure rate is judged however few calls there were.',
    file,
    find: 'this.#calls.length < Math.max(1, minimumCalls)',
    replace: 'this.#calls.length < Math.min(1, minimumCalls)',
    tags: '',
    mustFail: { 'One call fewer says nothing yet': openNotClosed },
  },
  {
    name: 'rate-judged-after-failures-only',
    wrong: 'The failure rate is not judged when a success makes the calls enough.',
    file: 'reference-service/breaker/breaker.ts',
    find: 'if (state.window.reachesThreshold()) this.#open(sharesOf(state.window));',
    replace: '',
    tags: '',
    mustFail: { 'Half of the calls failing opens the breaker': closedNotOpen },
  },
  {
    name: 'window-not-bounded-by-count',
    wrong: 'Calls before the last twenty count as well.',
    file,
    find: '.slice(-this.#limits.windowCalls)',
    replace: '',
    tags: '',
    mustFail: { 'Ten failures among the last twenty calls open the breaker': closedNotOpen },
  },
  {
    name: 'window-not-bounded-by-age',
    wrong: 'Calls count however long ago they were.',
    file,
    find: 'const oldest = atMs - this.#limits.windowMs;',
    replace: 'const oldest = 0;',
    tags: '',
    mustFail: { 'Failures that are too old no longer count': openNotClosed },
  },
  {
    name: 'window-not-cleared-on-closing',
    wrong: 'The window of calls outlives the opening and the closing of the breaker.',
    file: 'reference-service/breaker/breaker.ts',
    find: 'const window = new CallWindow(this.#policy.failureRate);',
    replace:
      'const kept = this as unknown as { window?: CallWindow }; const window = (kept.window ??= new CallWindow(this.#policy.failureRate));',
    tags: '',
    mustFail: { 'Calls from before the breaker closed no longer count': openNotClosed },
  },
];
