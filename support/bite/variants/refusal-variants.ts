import type { Variant } from '../variant';

const common = { tags: '', runs: 'named' } as const;
const errors = 'reference-service/errors/user-error.ts';

/** What a refusal says of its class, and of what to do. */
export const refusalVariants: readonly Variant[] = [
  {
    ...common,
    name: 'refused-for-good-for-a-while',
    wrong: 'What cannot be saved while storage is out is said to be impossible for good.',
    file: errors,
    find: "    status: 503,\n    class: 'degraded',\n    sentence: 'This cannot be saved at the moment; nothing was changed.',",
    replace:
      "    status: 503,\n    class: 'fatal',\n    sentence: 'This cannot be saved at the moment; nothing was changed.',",
    mustFail: {
      'degraded: Ada tries to write, the database killed, the cache killed': 'write_refused, fatal',
      'degraded: Ada tries to order, the database killed, the cache killed': 'write_refused, fatal',
    },
  },
  {
    ...common,
    name: 'not-told-when-to-ask-again',
    wrong: 'Nobody is told when asking again makes sense.',
    file: errors,
    find: 'this.retryAfterMs = options.retryAfterMs;',
    replace: 'this.retryAfterMs = undefined;',
    mustFail: {
      'transient: each provider is rate limiting': 'what Ada was told',
      'degraded: each provider is failing': 'what Ada was told',
      'degraded: each provider is hanging': 'what Ada was told',
      'degraded: Ada tries to read, the database killed, the cache killed': 'what Ada was told',
    },
  },
  {
    ...common,
    name: 'always-told-to-ask-again',
    wrong: 'Even who asks for what can never be had is told to ask again.',
    file: errors,
    find: 'this.retryAfterMs = options.retryAfterMs;',
    replace: 'this.retryAfterMs = options.retryAfterMs ?? 1_000;',
    mustFail: {
      'fatal: each provider finds the question too long': 'what Ada was told',
      'fatal: each provider refuses the content': 'what Ada was told',
      'fatal: Finn tries to order, the database killed, the cache well': 'what Finn was told',
    },
  },
  {
    ...common,
    name: 'staff-promised-but-not-called',
    wrong: 'People are told that staff will act, and nobody calls them.',
    file: 'reference-service/telemetry/setback-recorder.ts',
    find: '{ ...context, alert: true },',
    replace: 'context,',
    mustFail: {
      'persistent: each provider rejects the credentials': 'none of them for a persistent failure',
      'persistent: each provider is out of quota': 'none of them for a persistent failure',
    },
  },
];
