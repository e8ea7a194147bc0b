import type { Variant } from '../variant';

const common = { tags: '', runs: 'named' } as const;
const app = 'reference-service/http/app.ts';
const asked =
  "if (isPermission(operation) && !user.may.has(operation)) throw new UserError('not_permitted');";
const outages = [
  'database read-only, cache well',
  'database well, cache killed',
  'database killed, cache well',
  'database killed, cache killed',
] as const;
const levels = ['degraded', 'degraded', 'cache-only', 'unavailable'] as const;
const inEachOutage = (words: string): Record<string, string> =>
  Object.fromEntries(
    outages.map((outage, index) => [`Nobody may do more or less at "${levels[index]}": ${outage}`, words]),
  );
const forEach = (title: string, words: string): Record<string, string> =>
  Object.fromEntries(
    ['well, the cache well', 'killed, the cache well', 'killed, the cache killed'].map((outage) => [
      `${title} while the database is ${outage}`,
      words,
    ]),
  );

/** Who may do what, and for how long. */
export const accountVariants: readonly Variant[] = [
  {
    ...common,
    name: 'everybody-may-order',
    wrong: 'Every user may place orders.',
    file: app,
    find: asked,
    replace: asked.replace('if (', "if (operation !== 'order' && "),
    mustFail: {
      'Gia is let do what the account includes': 'what became of all that Gia tried',
      'Eve is let do what the account includes': 'what became of all that Eve tried',
      'Nobody may do more or less at "full": database well, cache well': 'what was not as the accounts say',
      'What is refused is not done either': 'what was done although',
    },
  },
  {
    ...common,
    name: 'permissions-in-good-times-only',
    wrong: 'While anything is out every user may do everything.',
    file: app,
    find: asked,
    replace: asked.replace('if (', "if (parts.level.level === 'full' && "),
    mustFail: {
      ...inEachOutage('what was not as the accounts say'),
      'Nobody may do more or less while no provider answers': 'what was not as the accounts say',
      'What is refused in an outage is not done after it either': 'what was done although',
    },
  },
  {
    ...common,
    name: 'struck-off-and-still-let-in',
    wrong: 'Whoever was a user once stays one until the next start.',
    file: 'reference-service/auth/users.ts',
    find: 'new Map(configured.map((each) => [hashOf(each.token), holderOf(each)]))',
    replace:
      'new Map([...this.#byTokenHash, ...configured.map((each): [string, Holder] => [hashOf(each.token), holderOf(each)])])',
    mustFail: {
      ...forEach('No account any more', 'let in too late'),
      'Out within two seconds': 'let in too late',
    },
  },
  {
    ...common,
    name: 'signed-in-for-ever',
    wrong: 'A sign-in never ends.',
    file: 'reference-service/auth/users.ts',
    find: 'Date.now() < holder.expiresAtMs',
    replace: 'Date.now() < Number.POSITIVE_INFINITY',
    mustFail: forEach('The sign-in ends', 'let in too late'),
  },
  {
    ...common,
    name: 'locked-out-by-a-damaged-list',
    wrong: 'While the list of users cannot be read nobody is one.',
    file: 'reference-service/auth/users-file.ts',
    find: '      this.#isUnreadable = true;',
    replace: '      this.#isUnreadable = true;\n      this.#onChange([]);',
    mustFail: { 'A list of users that cannot be read locks nobody out': 'who was not let in' },
  },
  {
    ...common,
    name: 'staff-called-at-every-look',
    wrong: 'Staff are called to a damaged list of users each time that it is looked at.',
    file: 'reference-service/auth/users-file.ts',
    find: '      if (this.#isUnreadable) return;\n',
    replace: '',
    mustFail: {
      'A list of users that cannot be read locks nobody out': 'times that "users.unreadable" was logged',
    },
  },
  {
    ...common,
    name: 'refused-after-it-was-done',
    wrong: 'What an account does not include is done first, and then said to be refused.',
    file: app,
    find: asked,
    replace: `if (isPermission(operation) && !user.may.has(operation)) {
      const send = reply.send.bind(reply);
      reply.send = ((): unknown => {
        reply.send = send;
        return answerError(new UserError('not_permitted'), request, reply, parts);
      }) as never;
    }`,
    mustFail: {
      'What is refused is not done either': 'what was done: expected',
      'What is refused in an outage is not done after it either': 'what was done: expected',
    },
  },
];
