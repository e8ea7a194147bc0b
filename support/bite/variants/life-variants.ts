import type { Variant } from '../variant';

const applying = 'reference-service/writes/apply-writes.ts';
const writes = 'reference-service/writes/writes.ts';
const replay = 'reference-service/journal/replay.ts';
const durable = 'reference-service/journal/durable-writes.ts';
const common = { tags: '', runs: 'named' } as const;
const rows = (title: string, faults: readonly string[], words: string): Record<string, string> =>
  Object.fromEntries(faults.map((fault) => [title.replace('<fault>', fault), words]));
const waiting = 'accepted writes were still waiting';

/** What becomes of writes when the service itself dies, stops or stands still. */
export const lifeVariants: readonly Variant[] = [
  {
    ...common,
    name: 'starts-with-an-empty-journal',
    wrong: 'A service that starts throws away what waits.',
    file: durable,
    find: 'this.#cache?.onReady(() => void this.#look().then(resolve));',
    replace:
      "this.#cache?.onReady(() => void this.#cache?.run((redis) => redis.del('journal:entries')).then(() => this.#look()).then(resolve));",
    mustFail: {
      'A service that is killed keeps what it accepted': 'lost: ',
      'Service, cache and database die, and nothing is lost': 'lost: ',
      'A service that starts before anything else waits for it': 'lost: ',
      'A service that is stopped politely keeps it too': 'lost: ',
      'Half-way, the service is stopped politely': 'lost: ',
    },
  },
  {
    ...common,
    name: 'done-before-it-is-done',
    wrong: 'A write is said to be done, and done a moment later.',
    file: writes,
    find: 'const [applied] = await this.#database.run((client) => applyWrites(client, [write], { onCommit }));',
    replace:
      'setTimeout(() => void this.#database.run((client) => applyWrites(client, [write], { onCommit })).catch(() => {}), 100);\n' +
      '      const applied: Applied = { result: { id: write.id, position: 1 }, isRepeated: false };',
    mustFail: { 'Killed among writes while all is well': 'lost: ' },
  },
  {
    ...common,
    name: 'kept-a-moment-later',
    wrong: 'A write is said to be accepted, and kept a moment later.',
    file: writes,
    find: 'outcome = await journal.append(write);',
    replace:
      "outcome = 'appended' as typeof outcome;\n      setTimeout(() => void journal.append(write).catch(() => {}), 100);",
    mustFail: { 'Killed among writes while the database is out': 'lost: ' },
  },
  {
    ...common,
    name: 'without-a-transaction',
    wrong: 'What belongs to a write is saved piece by piece.',
    file: applying,
    find: "await client.query('BEGIN');\n  try {\n    await options.guard?.(client);",
    replace: 'try {\n    await options.guard?.(client);',
    mustFail: { 'Killed with orders half done, of which nobody heard': 'order torn: ' },
  },
  {
    ...common,
    name: 'half-done-and-dropped',
    wrong: 'A write that is hit half-way is said to be accepted and kept nowhere.',
    file: writes,
    find: 'if (isOut && this.#journal) return this.#append(write, error);',
    replace: "if (isOut && this.#journal) return { status: 'pending', id: write.id, key: write.key };",
    mustFail: {
      ...rows('A message is half done when the database is <fault>', ['killed', 'black-holed'], 'lost: '),
      ...rows('Orders are half done when the database is <fault>', ['cut', 'frozen'], 'lost: '),
    },
  },
  {
    ...common,
    name: 'stops-at-once',
    wrong: 'A service that is asked to stop hangs up on everybody.',
    file: 'reference-service/compose.ts',
    find: 'await app.close();',
    replace: 'app.server.closeAllConnections();\n      await app.close();',
    mustFail: { 'What is under way is finished': 'what users were told' },
  },
  {
    ...common,
    name: 'lets-people-in-while-it-stops',
    wrong: 'A service that is asked to stop lets people in until the last one has gone.',
    file: 'reference-service/compose.ts',
    find: 'await app.close();',
    replace: 'await new Promise((resolve) => setTimeout(resolve, 10_000));\n      await app.close();',
    mustFail: {
      'Whoever comes meanwhile knows that nothing was done': 'still let people in',
      'What is under way is finished': 'still let people in',
    },
  },
  {
    ...common,
    name: 'waits-for-the-silent',
    wrong: 'A service that is asked to stop waits for those who are connected and say nothing.',
    file: 'reference-service/http/app.ts',
    find: 'silent.hangUp();',
    replace: '',
    mustFail: { 'Somebody who is connected and says nothing does not hold it up': 'still ran' },
  },
  {
    ...common,
    name: 'stops-when-nothing-waits',
    wrong: 'A service that is asked to stop goes on until everything that waits is in place.',
    file: durable,
    find: 'await this.#replay?.stop();',
    replace:
      'while (this.#journal?.isKnownEmpty === false) await new Promise((resolve) => setTimeout(resolve, 50));\n' +
      '    await this.#replay?.stop();',
    mustFail: rows(
      'It ends although accepted writes wait and the database is <fault>',
      ['killed', 'frozen', 'black-holed'],
      'still ran',
    ),
  },
  {
    ...common,
    name: 'gives-up-half-way',
    wrong: 'Putting in place what waits is not gone on with once it was interrupted.',
    file: replay,
    find: "this.#log.warn(\n          { event: 'journal.replay-interrupted'",
    replace:
      "this.#isStopped = true;\n        this.#log.warn(\n          { event: 'journal.replay-interrupted'",
    mustFail: {
      ...rows('Half-way, the database is <fault> once more', ['killed', 'frozen', 'black-holed'], waiting),
      ...rows(
        'Half-way, the cache is <fault> while one gets in place',
        ['killed', 'frozen', 'black-holed'],
        waiting,
      ),
    },
  },
  {
    ...common,
    name: 'taken-out-before-it-is-in-place',
    wrong: 'What waits is forgotten before it is put in place.',
    file: replay,
    find: 'applied = await this.#apply(writes);',
    replace: 'await this.#journal.remove(...entries);\n      applied = await this.#apply(writes);',
    mustFail: {
      'Half-way, the service is killed': 'lost: ',
      ...rows('Half-way, the database is <fault> once more', ['killed', 'frozen'], 'lost: '),
    },
  },
  {
    ...common,
    name: 'done-as-often-as-asked',
    wrong: 'What was done under a key is done again when it is asked for again.',
    file: applying,
    find: 'if (row.result !== null) before.set(id, row.result);',
    replace:
      'if (row.result !== null)\n' +
      '      (writes.find((each) => each.id === id) as { id: string }).id = crypto.randomUUID();',
    mustFail: {
      // What was sent to a frozen cache lands when it thaws: there the note that it is in place is only late.
      ...rows('Half-way, the cache is <fault> while one gets in place', ['killed'], 'doubled: '),
      'Half-way, the database is saving-silently while one gets in place': 'doubled: ',
      'A message that nobody knew of is repeated and there once': 'doubled: ',
      'An order that nobody knew of is repeated and there once': 'doubled: ',
    },
  },
  {
    ...common,
    name: 'unknown-called-refused',
    wrong: 'A write of which nobody knows whether it was done is called refused.',
    file: writes,
    find: "throw new UserError('write_unknown', { retryAfterMs: 1_000, cause: error });\n      }\n      const isOut",
    replace: 'throw refused(error);\n      }\n      const isOut',
    mustFail: {
      'Whoever adds a message is told that nobody knows': 'the last write ended with 503',
      'Whoever places an order is told that nobody knows': 'the last write ended with 503',
    },
  },
  {
    ...common,
    name: 'each-instance-by-itself',
    wrong: 'Each instance keeps what it accepted where no other looks.',
    file: 'reference-service/journal/journal.ts',
    find: "entries: 'journal:entries',",
    replace: "entries: 'journal:entries:'.concat(String(process.pid)),",
    mustFail: { 'What both accepted is there once, in order': 'out of order: ' },
  },
  {
    ...common,
    name: 'never-replaced',
    wrong: 'An instance that has begun to put in place what waits is never replaced.',
    file: 'reference-service/journal/lease.ts',
    find: 'redis.eval(renewScript, 1, lease, this.holder, this.#leaseMs),',
    replace: 'redis.eval(renewScript, 1, lease, this.holder, 1_000 * this.#leaseMs),',
    mustFail: {
      'Half-way one of two is killed, and the other finishes': waiting,
    },
  },
  {
    ...common,
    name: 'locks-kept-for-ever',
    wrong: 'The database keeps what an instance has locked that stands still.',
    file: 'reference-service/database/database.ts',
    find: 'idle_in_transaction_session_timeout: idleInTransactionMs,',
    replace: 'idle_in_transaction_session_timeout: 100 * idleInTransactionMs,',
    mustFail: {
      'Half-way one of two freezes, and the other finishes': waiting,
      'The frozen instance that wakes up too late changes nothing': 'writes were left',
    },
  },
];
