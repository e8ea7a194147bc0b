import type { Variant } from '../variant';

const file = 'reference-service/retry/backoff.ts';
const find = 'return floorMs + random() * nominalMs;';
const plain = '300 users of a failing provider come back spread out';
const asked = 'Being asked to wait does not bring everybody back together';

const rule = (
  name: string,
  wrong: string,
  wait: string,
  mustFail: Readonly<Record<string, string>>,
): Variant => ({
  name: `backoff-${name}`,
  wrong,
  file,
  find,
  replace: `return ${wait};`,
  tags: '',
  runs: 'named',
  mustFail,
});
const growth = { [plain]: 'growth: ' };

/** Known-bad rules for the wait between two attempts; each is told from the right one by the provider's log alone. */
export const backoffVariants: readonly Variant[] = [
  rule('none', 'There is no wait between attempts.', 'floorMs + 0 * nominalMs * random()', growth),
  rule('fixed', 'Every wait is the same.', 'floorMs + policy.baseMs', growth),
  rule(
    'almost-fixed',
    'The waits grow, but are jittered by a tenth only.',
    'floorMs + nominalMs * (0.9 + 0.2 * random())',
    growth,
  ),
  rule(
    'jitter-before-the-cap',
    'The jitter is drawn before the wait is capped, so that those who wait longest wait alike.',
    'floorMs + Math.min(policy.capMs, random() * policy.baseMs * 4 ** retry)',
    growth,
  ),
  rule(
    'equal-jitter',
    'Half of each wait is fixed.',
    'floorMs + nominalMs / 2 + (random() * nominalMs) / 2',
    growth,
  ),
  rule(
    'decorrelated',
    'Each wait is drawn between the base and three times the one before.',
    'floorMs + Math.min(policy.capMs, policy.baseMs + random() * policy.baseMs * (3 ** retry - 1))',
    growth,
  ),
  rule('no-growth', 'The waits do not grow.', 'floorMs + random() * policy.baseMs', growth),
  rule(
    'linear',
    'The waits grow by the base only.',
    'floorMs + random() * Math.min(policy.capMs, policy.baseMs * retry)',
    growth,
  ),
  rule(
    'retry-after-to-the-letter',
    'Who is asked to wait waits just that, as all the others do.',
    'floorMs > 0 ? floorMs : random() * nominalMs',
    { [asked]: 'floor: ' },
  ),
  rule(
    'retry-after-or-jitter',
    'Who is asked to wait waits that or the jitter, whichever is longer.',
    'Math.max(floorMs, random() * nominalMs)',
    { [asked]: 'floor: ' },
  ),
  rule('retry-after-ignored', 'What the provider asks for is ignored.', 'random() * nominalMs', {
    [asked]: 'floor: ',
  }),
  {
    name: 'limit-to-the-letter',
    wrong: 'A limited provider is asked again at the very moment that it named, by every instance.',
    file: 'reference-service/rate-limit/rate-limit.ts',
    find: 'const untilMs = now + floorMs + this.#jitterMs;',
    replace: 'const untilMs = now + floorMs;',
    tags: '',
    runs: 'named',
    mustFail: { '60 services that meet a limit at the same moment': 'share in the fullest' },
  },
  {
    name: 'attempts-without-a-limit',
    wrong: 'The attempts for one question are not counted over all providers.',
    file: 'reference-service/routing/journey.ts',
    find: 'this.#attempts += 1;',
    replace: 'this.#attempts = failures.length + 1;',
    tags: '',
    runs: 'named',
    mustFail: {
      'No question costs more than three attempts, whoever is asked': 'requests that all providers received',
    },
  },
  {
    name: 'limits-met-for-ever',
    wrong: 'A question that meets a limit is asked again and again.',
    file: 'reference-service/routing/journey.ts',
    find: 'failures.push(error);',
    replace:
      "if (error.code !== 'rate_limited' || this.#attempts > 8) failures.push(error);\n        else this.#attempts = Math.min(1, this.#attempts);",
    tags: '',
    runs: 'named',
    mustFail: {
      'A question that meets a limit again is not asked for ever':
        'requests that the primary provider received',
    },
  },
  {
    name: 'no-retry-budget',
    wrong: 'Every question may be repeated, however many fail.',
    file: 'reference-service/routing/journey.ts',
    find: 'budget.withdraw();',
    replace: '(budget.withdraw() || true);',
    tags: '',
    runs: 'named',
    mustFail: {
      'Repetitions are a tenth of the questions, beyond a small reserve': 'to be within 119 and 120',
      'The official client does not multiply the attempts': 'to be within 20 and 32',
    },
  },
  {
    name: 'clients-retry-too',
    wrong: 'The official client is not told to leave the repeating to the service.',
    file: 'reference-service/http/app.ts',
    find: ".header('x-should-retry', 'false')",
    replace: ".header('x-should-retry', 'true')",
    tags: '',
    runs: 'named',
    mustFail: { 'The official client does not multiply the attempts': 'to be within 20 and 32' },
  },
  {
    name: 'repeats-past-the-deadline',
    wrong: 'An attempt is waited for that cannot end before its user has gone.',
    file: 'reference-service/routing/journey.ts',
    find: 'if (nowMs() + waitMs >= this.#caller.deadlineMs) return false;',
    replace: '',
    tags: '',
    runs: 'named',
    mustFail: { 'Nothing is repeated that would come too late': 'deadline_exceeded' },
  },
  {
    name: 'retries-miscounted',
    wrong: 'The metrics count every call that ends as a repeated one.',
    file: 'reference-service/telemetry/metrics.ts',
    find: "if (reason.purpose === 'retry') this.#retries.inc({ provider, after: reason.after, outcome });",
    replace: "this.#retries.inc({ provider, after: 'server_error', outcome });",
    tags: '',
    runs: 'named',
    mustFail: {
      'Counted by why and how they ended: the provider is failing': 'to deeply equal',
      'Counted by why and how they ended: the provider is overloaded': 'to deeply equal',
      'Counted by why and how they ended: the provider is rate limiting without saying for how long':
        'to deeply equal',
    },
  },
];
