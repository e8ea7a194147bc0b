import type { Variant } from '../variant';

const cached = 'reference-service/cache/cached-conversations.ts';
const store = 'reference-service/cache/conversation-store.ts';
const common = { tags: '', runs: 'named' } as const;
const rows = (title: string, faults: readonly string[], words: string): Record<string, string> =>
  Object.fromEntries(faults.map((fault) => [title.replace('<fault>', fault), words]));
const all = ['killed', 'frozen', 'refused', 'black-holed'] as const;

/** Copies of conversations: when they are shown, what is said of them, and when they must go. */
export const cacheVariants: readonly Variant[] = [
  {
    ...common,
    name: 'no-copies-in-an-outage',
    wrong: 'What was read before is not shown while the database is out.',
    file: cached,
    find: 'if (!copy) throw error;',
    replace: 'if (copy || !copy) throw error;',
    mustFail: {
      ...rows('Shown as a copy before the outage is known: <fault>', all, 'a reading: not_checkable'),
      'Before its time is over it is shown': 'a reading: not_checkable',
    },
  },
  {
    ...common,
    name: 'copies-passed-off-as-checked',
    wrong: 'A copy that cannot be checked is not called one.',
    file: cached,
    find: "return { ...copy, source: 'cache', isStale: true };",
    replace: "return { ...copy, source: 'database', isStale: false };",
    mustFail: rows(
      'Shown as a copy while the database is <fault>',
      ['frozen', 'black-holed'],
      'a reading: 200',
    ),
  },
  {
    ...common,
    name: 'copies-always-young',
    wrong: 'A copy is said to be new however old it is.',
    file: store,
    find: 'ageMs: Number(age),',
    replace: 'ageMs: 0 * Number(age),',
    mustFail: {
      ...rows('Shown as a copy while the database is <fault>', ['frozen', 'black-holed'], 'age of the copy'),
      'An old copy is not shown while the database answers': 'a reading: 200',
    },
  },
  {
    ...common,
    name: 'old-copies-shown',
    wrong: 'A copy is shown without asking, however old it is.',
    file: cached,
    find: 'if (copy && !copy.isDoubtful && copy.ageMs < this.#freshMs) {',
    replace: 'if (copy) {',
    mustFail: {
      'An old copy is not shown while the database answers': 'a reading: 200',
      'Database well, cache well: shown from the database, saved': 'a reading: 200',
      ...rows('Read from the database again after it was <fault>', all, 'a reading: 200'),
    },
  },
  {
    ...common,
    name: 'fresh-copies-unused',
    wrong: 'The database is asked although there is a fresh copy.',
    file: cached,
    find: 'if (copy && !copy.isDoubtful && copy.ageMs < this.#freshMs) {',
    replace: 'if (copy && copy.ageMs < 0) {',
    mustFail: { 'A fresh copy spares the database': 'a reading: 200' },
  },
  {
    ...common,
    name: 'copies-kept-for-ever',
    wrong: 'Copies never expire.',
    file: store,
    find: 'this.#keepMs = policy.keepMs;',
    replace: 'this.#keepMs = 100 * policy.keepMs;',
    mustFail: { 'After its time is over it is not': 'what readers were told' },
  },
  {
    ...common,
    name: 'copies-kept-too-short',
    wrong: 'Copies expire at once.',
    file: store,
    find: "redis.call('PEXPIRE', key, ARGV[3])\nreturn 1",
    replace: "redis.call('PEXPIRE', key, 1)\nreturn 1",
    mustFail: { 'Before its time is over it is shown': 'a reading: not_checkable' },
  },
  {
    ...common,
    name: 'copies-for-everybody',
    wrong: 'Whoever asks is shown the copy of its owner.',
    file: cached,
    find: 'const copy = await this.#store?.read(owner, id);',
    replace: "const copy = await this.#store?.read('Ada', id);",
    mustFail: {
      'While all is well it does not exist for others': 'what readers were told',
      'During an outage it cannot be checked for others': 'what readers were told',
    },
  },
  {
    ...common,
    name: 'unknown-called-missing',
    wrong: 'What cannot be checked is said not to exist.',
    file: cached,
    find: 'if (!copy) throw error;',
    replace: "if (!copy) throw new UserError('not_found');",
    mustFail: {
      'What nobody has read cannot be checked': 'what readers were told',
      'What does not exist cannot be checked either': 'what readers were told',
    },
  },
  {
    ...common,
    name: 'writes-leave-copies',
    wrong: 'A copy stays when its conversation is written to.',
    file: cached,
    find: 'const done = await this.#store?.append(user, payload.thread, message);',
    replace: "const done = message.text === '' ? 'ahead' : 'added';",
    mustFail: {
      'A new message is seen although there is a fresh copy': 'a reading: 200',
      'During an outage nobody is shown less than was seen before': 'a reading: 200',
    },
  },
  {
    ...common,
    name: 'written-to-and-hidden',
    wrong: 'A conversation that was written to has no copy until it is read.',
    file: store,
    find: "if not found[2] then redis.call('HSET', key, 'version', own)",
    replace:
      "if redis.call('HDEL', key, 'head') >= 0 then found[2] = false; redis.call('HSET', key, 'version', own)",
    mustFail: {
      'What was written is shown during an outage, although nobody read it': 'a reading: not_checkable',
    },
  },
  {
    ...common,
    name: 'doubt-takes-copies-away',
    wrong: 'A write that nobody knows of takes the copy away.',
    file: store,
    find: "redis.call('HSET', key, 'doubt', '1')",
    replace: "redis.call('HDEL', key, 'head')",
    mustFail: {
      'The conversation is shown although nobody knows of the last write': 'a reading: not_checkable',
    },
  },
  {
    ...common,
    name: 'doubt-not-told',
    wrong: 'A copy that may miss the last write does not say so.',
    file: 'reference-service/http/conversation-routes.ts',
    find: 'mayMissAccepted: mayHold || isDoubtful,',
    replace: 'mayMissAccepted: mayHold,',
    mustFail: {
      'The conversation is shown although nobody knows of the last write': 'to equal true',
    },
  },
  {
    ...common,
    name: 'missed-writes-forgotten',
    wrong: 'A write that the cache was not told of is forgotten.',
    file: store,
    find: 'if (count === 0) return true;',
    replace: 'if (count >= 0) return true;',
    mustFail: { 'A new message is seen although the cache was out meanwhile': 'a reading: 200' },
  },
  {
    ...common,
    name: 'missed-writes-forgotten-by-death',
    wrong: 'What the cache was not told of is known only to the process that missed it.',
    file: 'reference-service/cache/missed-invalidations.ts',
    find: 'this.#count = this.#path === undefined || existsSync(this.#path) ? 1 : 0;',
    replace: 'this.#count = this.#path === undefined || existsSync(this.#path) ? 0 : 0;',
    mustFail: { 'A new message is seen although the service died meanwhile as well': 'a reading: 200' },
  },
  {
    ...common,
    name: 'readers-stampede',
    wrong: 'Everybody who asks for the same asks the database.',
    file: cached,
    find: 'if (underWay) return underWay;',
    replace: '',
    mustFail: { '30 readers at once cost one connection': 'connections to the database during the readings' },
  },
  {
    ...common,
    name: 'cache-needed',
    wrong: 'Nothing is read while the cache is out.',
    file: store,
    find: '    try {\n      return await this.#redis.run(command);\n    } catch {\n      return undefined; // The breaker has heard of it.\n    }',
    replace:
      "    const done = await this.#redis.run(command);\n    if (done === undefined) throw new Error('no cache');\n    return done;",
    mustFail: rows(
      'Read from the database while the cache is <fault>',
      [...all, 'slow', 'credentials-rejected'],
      'a reading: internal_error',
    ),
  },
  {
    ...common,
    name: 'every-second-copy-lost',
    wrong: 'Only about every second conversation leaves a copy.',
    file: cached,
    find: 'await this.#store?.store(owner, conversation);',
    replace: "if (conversation.id < '8') await this.#store?.store(owner, conversation);",
    mustFail: rows(
      '240 readings while the database is <fault>',
      ['killed', 'frozen', 'black-holed'],
      'of 240 readings were served',
    ),
  },
  {
    ...common,
    name: 'hits-miscounted',
    wrong: 'The metrics count a copy although there was none.',
    file: cached,
    find: "this.#onRead(copy ? 'stale copy' : 'no copy');",
    replace: "this.#onRead('stale copy');",
    mustFail: rows(
      '240 readings while the database is <fault>',
      ['killed', 'frozen', 'black-holed'],
      'to deeply equal',
    ),
  },
  {
    ...common,
    name: 'rises-too-late',
    wrong: 'With the production defaults the level rises only after 40 seconds.',
    file: 'reference-service/policy.ts',
    find: 'serviceLevel: { holdMs: 2_000 },',
    replace: 'serviceLevel: { holdMs: 40_000 },',
    mustFail: rows(
      'Back in full service after the database was <fault>',
      ['killed', 'frozen'],
      'the service level was "cache-only"',
    ),
  },
];
