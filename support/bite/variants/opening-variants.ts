import type { Variant } from '../variant';

const file = 'reference-service/breaker/breaker.ts';
const took = (state: string, instead: string): string => `expected '${state}' to equal '${instead}'`;

/** The open time, and whose breaker opens. */
export const openingVariants: readonly Variant[] = [
  {
    name: 'open-lets-calls-through',
    wrong: 'An open breaker is tried again at once, without waiting out its open time.',
    file,
    find: 'if (retryAfterMs > 0) return',
    replace: 'if (retryAfterMs > 60_000) return',
    tags: 'not @needs:postgresql',
    runs: 'named',
    mustFail: {
      'A question is refused without reaching the provider': 'assistant_unavailable',
      'A streamed question is refused in the same way': 'assistant_unavailable',
      'Many users at once are all refused at once': 'users refused within',
      'Once the breaker is open nobody waits for the dead provider': 'to be below 1000',
      'Both breakers open: the user is told at once': 'assistant_unavailable',
    },
  },
  {
    name: 'tried-before-its-time',
    wrong: 'The first trial is admitted 100 milliseconds before the time that the state tells.',
    file,
    find: 'const retryAfterMs = this.#state.trialsFromMs - now;',
    replace: 'const retryAfterMs = this.#state.trialsFromMs - now - 100;',
    tags: '',
    mustFail: { 'The open time doubles up to its cap': 'requests during the opening' },
  },
  {
    name: 'no-trials-from',
    wrong: 'The state does not say when trials may begin.',
    file: 'reference-service/http/state-routes.ts',
    find: 'trialsFrom: iso(trialsFromMs)',
    replace: 'trialsFrom: iso(reading.name === "" ? trialsFromMs : sinceMs)',
    tags: '',
    runs: 'named',
    mustFail: { 'The state tells when the provider will be tried again': 'to be close to 1000' },
  },
  {
    name: 'open-time-does-not-grow',
    wrong: 'Each opening lasts as long as the first.',
    file,
    find: 'openMs * openGrowth ** this.#openings',
    replace: 'openMs',
    tags: '',
    mustFail: { 'The open time doubles up to its cap': '[ 200, 200, 200, 200 ]' },
  },
  {
    name: 'open-time-without-a-cap',
    wrong: 'The open time grows without a limit.',
    file,
    find: 'Math.min(maxOpenMs, openMs',
    replace: 'Math.max(Math.min(maxOpenMs, 0), openMs',
    tags: '',
    mustFail: { 'The open time doubles up to its cap': '[ 200, 400, 800, 1600 ]' },
  },
  {
    name: 'open-time-not-reset',
    wrong: 'The open time goes on growing after the breaker has closed.',
    file,
    find: '      this.#openings = 0;\n',
    replace: '',
    tags: '',
    mustFail: { 'Closing resets the open time': 'expected 600 to equal 200' },
  },
  {
    name: 'one-open-breaker-stops-all',
    wrong: 'While one breaker is open, no provider is asked.',
    file: 'reference-service/routing/journey.ts',
    find: '      const routed = await this.#ask(',
    replace:
      "      if (!entry && inOrder.some(({ breaker }) => breaker.reading().state === 'open')) { this.#note({ provider: guarded.name, attempt: this.#attempts, failure: { reason: 'resting', retryAfterMs: 1_000 }, next: 'fail over' }); continue; }\n      const routed = await this.#ask(",
    tags: '',
    mustFail: { 'An open primary breaker leaves the secondary closed': 'assistant_resting' },
  },
  {
    name: 'one-breaker-for-all',
    wrong: 'All providers share one breaker.',
    file: 'reference-service/routing/guarded-provider.ts',
    find: 'this.breaker = new Breaker(provider.name, policy.providerBreaker, watch.onTransition);',
    replace:
      "const all = policy as { one?: Breaker }; const one = (all.one ??= new Breaker('primary', policy.providerBreaker, watch.onTransition)); this.breaker = { name: provider.name, admit: () => one.admit(), reading: () => ({ ...one.reading(), name: provider.name }) } as unknown as Breaker;",
    tags: '',
    runs: 'named',
    mustFail: { 'Answers of the secondary do not excuse the primary': took('closed', 'open') },
  },
  {
    name: 'only-the-first-is-guarded',
    wrong: 'Only the first provider has a breaker that opens.',
    file: 'reference-service/routing/guarded-provider.ts',
    find: 'new Breaker(provider.name, policy.providerBreaker, watch.onTransition);',
    replace:
      "new Breaker(provider.name, { ...policy.providerBreaker, consecutiveFailures: provider.name === 'primary' ? policy.providerBreaker.consecutiveFailures : 0 }, watch.onTransition);",
    tags: '',
    mustFail: { 'Both open on their own failures': took('closed', 'open') },
  },
];
