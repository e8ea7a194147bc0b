import type { Variant } from '../variant';

const limits = 'reference-service/rate-limit/rate-limit.ts';
const compose = 'reference-service/compose.ts';
const common = { tags: '', runs: 'named' } as const;

/** What follows a limit, and what users are told of it. */
export const resumeVariants: readonly Variant[] = [
  {
    ...common,
    name: 'all-at-once-after-a-limit',
    wrong: 'When a limit is over, all who waited are let on at once.',
    file: 'reference-service/rate-limit/pace.ts',
    find: 'this.#nextTurnMs = Math.max(this.#nextTurnMs, now - gapMs) + gapMs;',
    replace: 'this.#nextTurnMs = now - gapMs;',
    mustFail: {
      'Those who waited are let on one by one, ever faster': 'in the busiest 100 ms',
      'A limit that is lifted step by step is followed': 'requests that the primary provider refused',
    },
  },
  {
    ...common,
    name: 'turns-for-ever',
    wrong: 'Long after a limit questions still wait for turns.',
    file: limits,
    find: ': { state: kind };',
    replace: ": { state: 'free' };",
    mustFail: { 'Once the limit is over nobody waits any more': 'questions that had to wait for a turn' },
  },
  {
    ...common,
    name: 'limits-not-noted',
    wrong: 'What a provider says of its limit is forgotten, so that every question is repeated at once.',
    file: 'reference-service/routing/guarded-provider.ts',
    find: "if (failure.code === 'rate_limited') this.limit.refused(failure.retryAfterMs, calledAtMs);",
    replace: '',
    mustFail: {
      'Users are answered as before soon after the provider is rate limiting': 'goodput must be back',
    },
  },
  {
    ...common,
    name: 'rests-too-long',
    wrong: 'A breaker stays open for ten seconds longer than it should.',
    file: 'reference-service/breaker/breaker.ts',
    find: 'const retryAfterMs = this.#state.trialsFromMs - now;',
    replace: 'const retryAfterMs = this.#state.trialsFromMs + 10_000 - now;',
    mustFail: { 'Users are answered as before soon after the provider is failing': 'goodput must be back' },
  },
  {
    ...common,
    name: 'told-too-early',
    wrong: 'Users are told to come back before it makes sense.',
    file: 'reference-service/errors/user-error.ts',
    find: 'Math.max(1, Math.ceil(this.retryAfterMs / 1000))',
    replace: 'Math.max(1, Math.floor(this.retryAfterMs / 2000))',
    mustFail: { 'Coming back when told is early enough': "expected all of the primary provider's" },
  },
  {
    ...common,
    name: 'limit-tells-of-the-provider',
    wrong: 'Who is refused because of a limit is told which provider it is.',
    file: 'reference-service/queue/turns.ts',
    find: "return new UserError('assistant_rate_limited', { retryAfterMs });",
    replace: "return new UserError('assistant_rate_limited', { retryAfterMs, detail: 'OpenAI said 429.' });",
    mustFail: {
      'the assistant is asked too much, told as an answer to a plain question': 'not to match',
      'the assistant is asked too much, told as an answer to a streamed question': 'not to match',
    },
  },
  {
    ...common,
    name: 'not-told-what-still-works',
    wrong: 'Who is refused is not told that conversations still work.',
    file: 'reference-service/errors/user-error.ts',
    find: "return works.conversations ? ' Reading and writing conversations still works.' : '';",
    replace: "return works.conversations ? '' : '';",
    mustFail: {
      'the assistant is asked too much, told as an answer to a plain question': 'conversations still works',
      'the assistant cannot answer, told as an answer to a plain question': 'conversations still works',
      'the assistant cannot answer, told as an answer to a streamed question': 'conversations still works',
      'the assistant is out of service, told as an answer to a plain question': 'conversations still works',
      'the assistant is out of service, told as an answer to a streamed question':
        'conversations still works',
    },
  },
  {
    ...common,
    name: 'not-the-format-of-the-sdk',
    wrong: 'Refusals are not in the format that the official client reads.',
    file: 'reference-service/errors/user-error.ts',
    find: '      error: {\n        message:',
    replace: '      problem: {\n        message:',
    mustFail: {
      'The official client shows it after a plain question': 'lost',
      'The official client shows it after a streamed question': 'lost',
    },
  },
  {
    ...common,
    name: 'long-limit-is-no-outage',
    wrong: 'A limit that outlasts everybody is not shown as an outage of the assistant.',
    file: compose,
    find: 'limit.lastsLongerThan(policy.queue.maxWaitMs)',
    replace: 'limit.lastsLongerThan(1_000 * policy.queue.maxWaitMs)',
    mustFail: {
      'A long limit leaves no assistant, and the state says so': 'the notice "assistant_out" was to be shown',
    },
  },
  {
    ...common,
    name: 'waiting-not-shown',
    wrong: 'Nobody is told that questions wait.',
    file: 'reference-service/service-level/service-level.ts',
    find: '} else if (outages.providersOut + outages.providersWaitedFor === outages.providers) {',
    replace: '} else if (outages.providersOut + outages.providersWaitedFor > outages.providers) {',
    mustFail: {
      'A short limit makes questions wait, and the state says so':
        'the notice "assistant_waits" was to be shown',
    },
  },
  {
    ...common,
    name: 'notice-stays',
    wrong: 'The notice of a limit stays when the limit is over.',
    file: limits,
    find: "this.#state = { kind: 'resuming', sinceMs: now, hasAnswered: false };\n    this.#onChange();",
    replace: "this.#state = { kind: 'resuming', sinceMs: now, hasAnswered: false };",
    mustFail: { 'Nothing is shown any more once the limit is over': 'no notice was to be shown' },
  },
  {
    ...common,
    name: 'passing-failures-called-lasting',
    wrong: 'The log calls what may pass the next moment degraded.',
    file: 'reference-service/telemetry/setback-recorder.ts',
    find: 'class: failure.errorClass, route:',
    replace: "class: failure.errorClass === 'transient' ? 'degraded' : failure.errorClass, route:",
    mustFail: Object.fromEntries(
      [
        'is failing',
        'is overloaded',
        'resets connections',
        'is cut short half-way',
        'ends early',
        'sends garbled data',
        'answers with nothing',
        'answers with an error page',
      ].map((behaviour) => [`Classified as transient: the provider ${behaviour}`, 'to deeply equal']),
    ),
  },
  {
    ...common,
    name: 'everything-may-pass',
    wrong: 'The log calls every failure transient.',
    file: 'reference-service/telemetry/setback-recorder.ts',
    find: 'class: failure.errorClass, route:',
    replace: "class: 'transient', route:",
    mustFail: Object.fromEntries(
      [
        ['degraded', 'is hanging'],
        ['degraded', 'stalls half-way'],
        ['degraded', 'refuses connections'],
        ['degraded', 'cannot be found by name'],
        ['degraded', 'is rate limiting'],
        ['persistent', 'is out of quota'],
        ['persistent', 'rejects the credentials'],
        ['persistent', 'shows an expired certificate'],
        ['fatal', 'finds the question too long'],
        ['fatal', 'refuses the content'],
        ['fatal', 'finds the request invalid'],
      ].map(([kind, behaviour]) => [`Classified as ${kind}: the provider ${behaviour}`, 'to deeply equal']),
    ),
  },
];
