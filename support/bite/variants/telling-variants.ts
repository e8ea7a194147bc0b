import type { Variant } from '../variant';

const plain = 'A plain question is refused when both providers are failing';
const streamed = 'A streamed question is refused when both providers are failing';

/** What users are told, and who is listened to. */
export const tellingVariants: readonly Variant[] = [
  {
    name: 'no-retry-after',
    wrong: 'A refusal does not say in its header when to try again.',
    file: 'reference-service/http/app.ts',
    find: 'if (told.retryAfterSeconds !== undefined) reply',
    replace: 'if (told.retryAfterSeconds === -1) reply',
    tags: '',
    runs: 'named',
    mustFail: {
      [plain]: 'Retry-After',
      'A question is refused without reaching the provider': 'Retry-After',
    },
  },
  {
    name: 'no-should-retry',
    wrong: "An SDK's own retries are not told to stay away.",
    file: 'reference-service/http/app.ts',
    find: ".header('x-should-retry', 'false')",
    replace: '',
    tags: '',
    runs: 'named',
    mustFail: { [plain]: 'x-should-retry', [streamed]: 'x-should-retry' },
  },
  {
    name: 'provider-named-to-users',
    wrong: 'The user is told which provider failed and how.',
    file: 'reference-service/errors/user-error.ts',
    find: "const when = wait === undefined ? '' :",
    replace: "const when = wait === undefined ? '' : String(this.cause) +",
    tags: '',
    runs: 'named',
    mustFail: { [plain]: 'not to match', [streamed]: 'not to match' },
  },
  {
    name: 'open-breakers-waited-for',
    wrong: 'When all breakers are open, the user is kept waiting before the refusal.',
    file: 'reference-service/routing/router.ts',
    find: 'if (worthIt.size === 0) throw',
    replace:
      'if (worthIt.size === 0 && !journey.isHopeless) await new Promise((resolve) => setTimeout(resolve, 1_500));\n      if (worthIt.size === 0) throw',
    tags: '',
    runs: 'named',
    mustFail: {
      'Both breakers open: the user is told at once': 'to be below 1000',
      'Many users at once are all refused at once': 'users refused within',
    },
  },
  {
    name: 'resting-not-told',
    wrong: 'A user is told that the assistant failed although it was not even asked.',
    file: 'reference-service/routing/refusal-for.ts',
    find: "return 'assistant_resting';",
    replace: "return 'assistant_unavailable';",
    tags: '',
    runs: 'named',
    mustFail: {
      'A streamed question is refused in the same way': "to equal 'assistant_resting'",
      'Both breakers open: the user is told at once': "to equal 'assistant_resting'",
    },
  },
  {
    name: 'deadline-ignored',
    wrong: 'How long the user is willing to wait is ignored.',
    file: 'reference-service/http/request-context.ts',
    find: "Number(request.headers['x-request-timeout-ms'])",
    replace: "Number(request.headers['x-no-such-header'])",
    tags: '',
    runs: 'named',
    mustFail: { 'A user in a hurry is told in time': "to equal 'refused'" },
  },
  {
    name: 'strangers-answered',
    wrong: 'Whoever asks is answered, signed in or not.',
    file: 'reference-service/http/app.ts',
    find: "authorizationIn(protocols));\n    if (!user) throw new UserError('not_authenticated');",
    replace: "authorizationIn(protocols)) ?? { name: 'anybody', plan: 'trial', may: new Set(permissions) };",
    tags: '',
    runs: 'named',
    mustFail: { 'A user who is not signed in is not answered': "to equal 'refused'" },
  },
  {
    name: 'hang-up-not-noticed',
    wrong: 'That a user has hung up is not passed on.',
    file: 'reference-service/http/request-context.ts',
    find: 'if (!reply.raw.writableFinished) hangUp.abort();',
    replace: '',
    tags: '',
    runs: 'named',
    mustFail: { 'A plain question given up by its user ends at the provider': 'counted 0 of 1 calls' },
  },
  {
    name: 'provider-not-hung-up-on',
    wrong: 'The connection to a provider stays open when nobody waits for it.',
    file: 'reference-service/providers/supervised-call.ts',
    find: 'AbortSignal.any([hangUp.signal, bounds.signal]))\n    [Symbol.asyncIterator]();',
    replace:
      'new AbortController().signal)\n    [Symbol.asyncIterator](); events.return = async () => ({ done: true, value: undefined });',
    tags: '',
    runs: 'named',
    mustFail: {
      'A plain question given up by its user ends at the provider': 'had not seen its caller hang up',
      'A streamed question given up by its user ends at the provider': 'had not seen its caller hang up',
      'A provider that was too slow is hung up on': 'had not seen its caller hang up',
    },
  },
];
