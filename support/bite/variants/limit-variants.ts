import type { Variant } from '../variant';

const limits = 'reference-service/rate-limit/rate-limit.ts';
const guarded = 'reference-service/routing/guarded-provider.ts';
const headers = 'reference-service/providers/rate-limit-headers.ts';
const retryAfter = 'reference-service/providers/retry-after.ts';
const leftAlone = (role: string): string => `milliseconds for which the ${role} provider was left alone`;
const [primary, secondary] = [leftAlone('primary'), leftAlone('secondary')];
const tooSlow = 'milliseconds from asking to the end';

const common = { tags: '', runs: 'named' } as const;

/** What providers ask for, and what is made of it. */
export const limitVariants: readonly Variant[] = [
  {
    ...common,
    name: 'retry-after-seconds-ignored',
    wrong: 'Retry-After in seconds is not read.',
    file: retryAfter,
    find: 'if (seconds !== undefined) return seconds * 1000;',
    replace: 'if (seconds !== undefined) return undefined;',
    mustFail: {
      "Obeyed in OpenAI's format: told in seconds": primary,
      "Obeyed in Anthropic's format: told in seconds": secondary,
      'Too long to be waited for, so refused at once: "7200"': 'expected 2 to equal 1',
    },
  },
  {
    ...common,
    name: 'retry-after-ms-ignored',
    wrong: 'retry-after-ms is not read.',
    file: retryAfter,
    find: 'if (milliseconds !== undefined) return milliseconds;',
    replace: '',
    mustFail: { "Obeyed in OpenAI's format: told in milliseconds": primary },
  },
  {
    ...common,
    name: 'retry-after-date-ignored',
    wrong: 'Retry-After as a date is not read.',
    file: retryAfter,
    find: '? Date.parse(text) : Number.NaN;',
    replace: '? Number.NaN : Number.NaN;',
    mustFail: {
      "Obeyed in OpenAI's format: told as a date": primary,
      "Obeyed in Anthropic's format: told as a date": secondary,
    },
  },
  {
    ...common,
    name: 'openai-request-limit-ignored',
    wrong: "OpenAI's reset of used-up requests is not read.",
    file: headers,
    find: "const openAiKinds = ['requests', 'tokens'];",
    replace: "const openAiKinds = ['tokens'];",
    mustFail: {
      "Obeyed in OpenAI's format: told as the reset of its requests": primary,
      'A limit announced with an answer is obeyed: the primary provider': primary,
    },
  },
  {
    ...common,
    name: 'openai-token-limit-ignored',
    wrong: "OpenAI's reset of used-up tokens is not read.",
    file: headers,
    find: "const openAiKinds = ['requests', 'tokens'];",
    replace: "const openAiKinds = ['requests'];",
    mustFail: { "Obeyed in OpenAI's format: told as the reset of its tokens": primary },
  },
  {
    ...common,
    name: 'anthropic-limits-ignored',
    wrong: "Anthropic's resets of used-up limits are not read.",
    file: headers,
    find: "const anthropicKinds = ['requests', 'tokens', 'input-tokens', 'output-tokens'];",
    replace: 'const anthropicKinds: string[] = [];',
    mustFail: {
      "Obeyed in Anthropic's format: told as the reset of its requests": secondary,
      "Obeyed in Anthropic's format: told as the reset of its input tokens": secondary,
      "Obeyed in Anthropic's format: told as the reset of its output tokens": secondary,
      'A limit announced with an answer is obeyed: the secondary provider': secondary,
    },
  },
  {
    ...common,
    name: 'announced-limit-ignored',
    wrong: 'What a good answer says of used-up limits is not obeyed.',
    file: guarded,
    find: 'this.limit.announced(event.forMs);',
    replace: '',
    mustFail: {
      'A limit announced with an answer is obeyed: the primary provider': primary,
      'A limit announced with an answer is obeyed: the secondary provider': secondary,
    },
  },
  {
    ...common,
    name: 'limited-provider-asked-on',
    wrong: 'A provider that asked to be left alone is asked as if nothing had been said.',
    file: guarded,
    find: 'const limitedForMs = this.limit.turnInMs();',
    replace: 'const limitedForMs = 0;',
    mustFail: {
      'Nothing is thrown at a provider while it is limited': primary,
      'The limited provider is spared every question': "expected all of the secondary provider's",
      'Those who waited are let on one by one, ever faster': 'in the busiest 100 ms',
      'A provider is asked about as often as its account allows': "expected all of the primary provider's",
    },
  },
  {
    ...common,
    name: 'no-time-means-no-wait',
    wrong: 'A provider that refuses without saying for how long is asked again at once.',
    file: limits,
    find: 'floorMs ?? defaultMs',
    replace: 'floorMs ?? 0 * defaultMs',
    mustFail: {
      'A provider that gives no time is left alone for a while': primary,
      'Without any meaning, so a usual while is waited: "-5"': primary,
      'Without any meaning, so a usual while is waited: "soon"': primary,
      'Without any meaning, so a usual while is waited: "NaN"': primary,
      'Without any meaning, so a usual while is waited: "in 1 hour"': primary,
    },
  },
  {
    ...common,
    name: 'waits-in-vain',
    wrong: 'Questions are held back although their turn cannot come in time, until their time is over.',
    file: 'reference-service/queue/turns.ts',
    find: 'return Math.max(guarded.turnInMs(1), togetherInMs(waitedFor, ahead + 1));',
    replace: 'return 0 * Math.max(guarded.turnInMs(1), togetherInMs(waitedFor, ahead + 1));',
    mustFail: {
      'Too long to be waited for, so refused at once: "7200"': tooSlow,
      'Too long to be waited for, so refused at once: "Thu, 31 Dec 2099 23:59:59 GMT"': tooSlow,
      'A user in a hurry is refused at once': 'was complete',
      'A user who stands too far back is refused': "the primary provider's limit still lasted",
    },
  },
  {
    ...common,
    name: 'longer-limit-not-noticed',
    wrong: 'Who waits is not looked at again when a limit is prolonged.',
    file: 'reference-service/queue/turns.ts',
    find: '    this.#refuseTheHopeless();\n',
    replace: '',
    mustFail: {
      'Whom a growing limit leaves too little time is refused': 'answers that took longer than 2000 ms',
    },
  },
  {
    ...common,
    name: 'absurd-number-is-for-ever',
    wrong: 'What a provider asks for is not capped, so that a limit can last for years.',
    file: limits,
    find: 'this.#limit(now, Math.min(maxMs, floorMs ?? defaultMs));',
    replace: 'this.#limit(now, Math.max(0 * maxMs, floorMs ?? defaultMs));',
    mustFail: {
      'Whatever a provider asks, it is tried again after a while': "expected all of the primary provider's",
    },
  },
  {
    ...common,
    name: 'left-alone-too-long',
    wrong: 'A provider is left alone for four times as long as it asks.',
    file: retryAfter,
    find: 'if (seconds !== undefined) return seconds * 1000;',
    replace: 'if (seconds !== undefined) return seconds * 4000;',
    mustFail: {
      "Obeyed in OpenAI's format: told in seconds": primary,
      "Obeyed in Anthropic's format: told in seconds": secondary,
    },
  },
  {
    ...common,
    name: 'whole-allowance-waited-for',
    wrong: 'After a good answer that uses up an allowance nothing is asked until all of it is back.',
    file: headers,
    find: '.map(({ resetMs, limit }) => resetMs / limit)',
    replace: '.map(({ resetMs, limit }) => resetMs / (limit > 0 ? 1 : limit))',
    mustFail: {
      'Not the whole refilling allowance is waited for: the primary provider':
        "expected all of the primary provider's",
      'Not the whole refilling allowance is waited for: the secondary provider':
        "expected all of the secondary provider's",
    },
  },
  {
    ...common,
    name: 'dates-found-in-anything',
    wrong: 'A date is seen in any words with a number.',
    file: retryAfter,
    find: 'text && httpDate.test(text.trim()) ? Date.parse(text) : Number.NaN;\n  return date > now ? date - now : undefined;',
    replace:
      'text ? Date.parse(text) : Number.NaN;\n  return Number.isNaN(date) ? undefined : Math.max(0, date - now);',
    mustFail: {
      'Without any meaning, so a usual while is waited: "try again in 5"': primary,
      'Without any meaning, so a usual while is waited: "Thu, 01 Jan 1970 00:00:00 GMT"': primary,
    },
  },
  {
    ...common,
    name: 'limit-stops-failover',
    wrong: 'A question waits for the limited provider although another one could answer.',
    file: 'reference-service/routing/journey.ts',
    find: 'if (routed || this.isHopeless) return routed;',
    replace:
      'const last = this.#setbacks.at(-1);\n      if (routed || this.isHopeless || (last && isRateLimit(last.failure))) return routed;',
    mustFail: {
      'The next provider answers at once': "expected all of the secondary provider's",
      'Too long to be waited for, so another provider answers: "7200"':
        "expected all of the secondary provider's",
      'Too long to be waited for, so another provider answers: "99999999999999999999"':
        "expected all of the secondary provider's",
      'Too long to be waited for, so another provider answers: "Thu, 31 Dec 2099 23:59:59 GMT"':
        "expected all of the secondary provider's",
    },
  },
  {
    ...common,
    name: 'limit-opens-the-breaker',
    wrong: 'A rate limit counts as a failure.',
    file: 'reference-service/providers/provider-failure.ts',
    find: "if (this.code === 'rate_limited' || this.errorClass === 'fatal')",
    replace: "if (this.errorClass === 'fatal')",
    mustFail: { 'A limit opens no breaker': "to equal 'closed'" },
  },
  {
    ...common,
    name: 'quota-taken-for-a-limit',
    wrong: 'A used-up quota is waited for like a limit that passes.',
    file: 'reference-service/providers/classify.ts',
    find: "    return 'out_of_quota';\n  }\n  if (status === 401)",
    replace: "    return 'rate_limited';\n  }\n  if (status === 401)",
    mustFail: {
      'Not waited for: the primary provider is out of quota': 'assistant_out_of_service',
      'Not waited for: the secondary provider is out of quota': 'assistant_out_of_service',
    },
  },
];
