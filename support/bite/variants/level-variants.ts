import type { Variant } from '../variant';

const ailments = 'reference-service/database/database-ailments.ts';
const tracker = 'reference-service/service-level/level-tracker.ts';
const cache = 'reference-service/redis/cache.ts';
const database = 'reference-service/database/database.ts';
const common = { tags: '', runs: 'named' } as const;
const outs = ['killed', 'frozen', 'refused', 'black-holed', 'credentials-rejected'] as const;
const rows = (title: string, values: readonly string[], words: string): Record<string, string> =>
  Object.fromEntries(values.map((value) => [title.replace('<>', value), words]));

/** Which level is told of what, when, and who is called. */
export const levelVariants: readonly Variant[] = [
  {
    ...common,
    name: 'shortage-taken-for-an-outage',
    wrong: 'A database that grants no connections counts as one that is out.',
    file: 'reference-service/service-level/storage-conditions.ts',
    find: 'const isShort = outages.databaseIsShortOfConnections ?? false;',
    replace: 'const isShort = false;',
    mustFail: {
      'Level degraded while the database is short-of-connections': 'the service level was "cache-only"',
    },
  },
  {
    ...common,
    name: 'slowness-unnoticed',
    wrong: 'A slow database is taken for a healthy one.',
    file: ailments,
    find: 'return this.#slowChecks >= this.#policy.slowChecks;',
    replace: 'return this.#slowChecks >= 1_000 * this.#policy.slowChecks;',
    mustFail: {
      'Level degraded while the database is slow': 'the service level was "full"',
    },
  },
  {
    ...common,
    name: 'read-only-unnoticed',
    wrong: 'A database that takes no writes is taken for a healthy one.',
    file: ailments,
    find: 'if (this.#isReadOnly !== isWritable) return;',
    replace: 'if (isWritable || !isWritable) return;',
    mustFail: { 'Level degraded while the database is read-only': 'the service level was "full"' },
  },
  {
    ...common,
    name: 'full-cache-unnoticed',
    wrong: 'A cache that takes no writes is taken for a healthy one.',
    file: cache,
    find: 'if (this.#takesWrites === takesWrites) return;',
    replace: 'if (takesWrites || !takesWrites) return;',
    mustFail: { 'Level degraded while the cache is out-of-memory': 'the service level was "full"' },
  },
  {
    ...common,
    name: 'cache-outages-untold',
    wrong: 'Users are told nothing of a cache that is out.',
    file: 'reference-service/service-level/storage-conditions.ts',
    find: '  if (!outages.redis) return cacheFull(outages);\n  return [',
    replace: '  if (!outages.redis) return cacheFull(outages);\n  if (outages) return [];\n  return [',
    mustFail: {
      ...rows(
        'Level degraded while the cache is <>',
        ['killed', 'frozen', 'refused', 'black-holed', 'slow', 'credentials-rejected'],
        'the service level was "full"',
      ),
    },
  },
  {
    ...common,
    name: 'levels-fall-by-steps',
    wrong: 'On its way down the level stops at limited for a moment.',
    file: tracker,
    find: 'if (rank(target) > rank(this.#level)) this.#enter(target, conditions);',
    replace:
      "if (target === 'cache-only' && this.#level === 'full') this.#enter('limited', conditions);\n    if (rank(target) > rank(this.#level)) this.#enter(target, conditions);",
    mustFail: rows('Level cache-only while the database is <>', outs, 'levels since the last change'),
  },
  {
    ...common,
    name: 'levels-rise-by-steps',
    wrong: 'On its way up the level stops half-way for a moment.',
    file: tracker,
    find: 'if (held) this.#enter(held, this.#conditions());',
    replace: "if (held) this.#enter('limited', this.#conditions()), this.#enter(held, this.#conditions());",
    mustFail: {
      ...rows(
        'Back in full service: database was <>, cache was well',
        ['refused', 'black-holed', 'credentials-rejected', 'short-of-connections', 'read-only', 'slow'],
        'levels since the last change',
      ),
      ...rows(
        'Back in full service: database was well, cache was <>',
        ['killed', 'frozen', 'refused', 'black-holed', 'slow', 'credentials-rejected', 'out-of-memory'],
        'levels since the last change',
      ),
    },
  },
  {
    ...common,
    name: 'staff-called-again-and-again',
    wrong: 'Staff are called each time that the database rejects the credentials.',
    file: ailments,
    find: 'return this.#rejectsCredentials && !wasRejecting;',
    replace: 'return this.#rejectsCredentials || wasRejecting;',
    mustFail: { 'One call for the database': 'times; expected once' },
  },
  {
    ...common,
    name: 'nobody-called-to-the-cache',
    wrong: 'Nobody is called when the cache rejects the credentials.',
    file: cache,
    find: 'if (!/^(WRONGPASS|NOAUTH|NOPERM)/.test(error.message) || this.#rejectsCredentials) return;',
    replace: 'if (error) return;',
    mustFail: { 'One call for the cache': 'the log did not alert staff' },
  },
  {
    ...common,
    name: 'idle-losses-told',
    wrong: 'An idle connection that is lost is told to users as a shortage.',
    file: database,
    find: "this.#pool.on('error', (error) => {",
    replace: "this.#pool.on('error', (error) => {\n      this.ailments.noteFailure({ code: '53300' });",
    mustFail: { 'Full service although the database is cut': 'expected it to stay "full"' },
  },
  {
    ...common,
    name: 'lost-cache-connection-told',
    wrong: 'A connection to the cache that is lost is told to users at once.',
    file: cache,
    find: 'return result;\n    } catch (error) {',
    replace:
      "this.#client.once('close', () => this.noteWritability(false));\n      return result;\n    } catch (error) {",
    mustFail: { 'Full service although the cache is cut': 'expected it to stay "full"' },
  },
  {
    ...common,
    name: 'emptied-cache-told',
    wrong: 'A cache that was emptied is told to users as a trouble.',
    file: 'reference-service/journal/journal.ts',
    find: 'const before = this.#detection.pending.epoch;',
    replace:
      'const before = this.#detection.pending.epoch;\n    if (before !== undefined && before !== seen.epoch) this.#cache.noteWritability(false);',
    mustFail: { 'Full service although the cache is emptied': 'expected it to stay "full"' },
  },
  {
    ...common,
    name: 'copies-never-shown',
    wrong: 'A copy is not shown although the database cannot be asked.',
    file: 'reference-service/cache/cached-conversations.ts',
    find: 'if (!copy) throw error;',
    replace: 'if (copy || !copy) throw error;',
    mustFail: rows(
      'Database <>, cache well: shown as a copy that says so, accepted and pending',
      ['killed', 'frozen', 'credentials-rejected', 'short-of-connections'],
      'a reading: not_checkable',
    ),
  },
  {
    ...common,
    name: 'nothing-without-the-cache',
    wrong: 'Nothing is read while the cache does not do what it is asked.',
    file: 'reference-service/cache/conversation-store.ts',
    find: '    try {\n      return await this.#redis.run(command);\n    } catch {\n      return undefined; // The breaker has heard of it.\n    }',
    replace:
      "    const done = await this.#redis.run(command);\n    if (done === undefined) throw new Error('no cache');\n    return done;",
    mustFail: rows(
      'Database well, cache <>: shown from the database, saved',
      ['killed', 'frozen', 'credentials-rejected', 'out-of-memory'],
      'a reading: internal_error',
    ),
  },
  {
    ...common,
    name: 'slow-is-not-used',
    wrong: 'A slow database is asked nothing.',
    file: database,
    find: 'const admission = this.breaker.admit();',
    replace:
      "if (this.ailments.isSlow) throw new UserError('not_checkable');\n    const admission = this.breaker.admit();",
    mustFail: { 'Database slow, cache well: shown from the database, saved': 'a reading: 200' },
  },
  {
    ...common,
    name: 'read-only-is-final',
    wrong: 'What a read-only database does not take is refused.',
    file: 'reference-service/writes/writes.ts',
    find: 'const isOut = error instanceof UserError || isDatabaseFailure(error);',
    replace:
      "const isOut = error instanceof UserError || (isDatabaseFailure(error) && (error as { code?: string }).code !== '25006');",
    mustFail: {
      'Database read-only, cache well: shown from the database, accepted and pending':
        "to equal 'accepted and pending'",
    },
  },
  {
    ...common,
    name: 'full-is-kept-all-the-same',
    wrong: 'A write is accepted although a full cache did not take it.',
    file: 'reference-service/writes/writes.ts',
    find: "        throw new UserError('write_unknown', { retryAfterMs: 1_000, cause: error });\n      throw refused(error);\n    }\n    if (outcome === 'reused')",
    replace:
      "        throw new UserError('write_unknown', { retryAfterMs: 1_000, cause: error });\n      return { status: 'pending', id: write.id, key: write.key };\n    }\n    if (outcome === 'reused')",
    mustFail: {
      'Database killed, cache out-of-memory: shown not at all, refused': "to equal 'refused'",
      'Database killed, cache killed: shown not at all, refused': "to equal 'refused'",
      'Nothing is acknowledged: database killed, cache killed': 'what users were told',
      'Nothing is acknowledged: database frozen, cache frozen': 'what users were told',
      'Nothing is acknowledged: database killed, cache black-holed': 'what users were told',
      'Nothing is acknowledged: database black-holed, cache killed': 'what users were told',
    },
  },
  {
    ...common,
    name: 'pending-levels-untold',
    wrong: 'That accepted writes wait while the cache is out changes nothing for users.',
    file: 'reference-service/service-level/storage-conditions.ts',
    find: 'if (outages.journalMayHold)',
    replace: 'if (outages.journalMayHold && outages.database)',
    mustFail: { 'The level is limited, and a notice says why': 'expected "limited"' },
  },
];
