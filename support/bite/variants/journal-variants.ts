import type { Variant } from '../variant';

const writes = 'reference-service/writes/writes.ts';
const routes = 'reference-service/http/write-routes.ts';
const common = { tags: '', runs: 'named' } as const;
const faults = ['killed', 'frozen', 'refused', 'black-holed'] as const;
const accepted = (words: string): Record<string, string> =>
  Object.fromEntries(
    faults.map((fault) => [`Nothing accepted is lost while the database is ${fault}`, words]),
  );

/** What becomes of writes while the database is out. */
export const journalVariants: readonly Variant[] = [
  {
    ...common,
    name: 'accepted-and-dropped',
    wrong: 'A write is accepted during an outage and kept nowhere.',
    file: writes,
    find: 'outcome = await journal.append(write);',
    replace: "outcome = 'appended' as typeof outcome;",
    mustFail: {
      ...accepted('lost: '),
      'A cache that is killed keeps what was accepted': 'lost: ',
      'Users go on while the database is killed': 'lost: ',
    },
  },
  {
    ...common,
    name: 'replayed-backwards',
    wrong: 'What waits is applied in the opposite order.',
    file: 'reference-service/journal/replay.ts',
    find: 'const entries = await this.#journal.first(batch);',
    replace: 'const entries = (await this.#journal.first(batch)).reverse();',
    mustFail: accepted('out of order: '),
  },
  {
    ...common,
    name: 'orders-torn',
    wrong: 'An order is saved without its event.',
    file: 'reference-service/writes/insert-orders.ts',
    find: 'await client.query(\n    `INSERT INTO order_events',
    replace: 'if (ids.length === 0) await client.query(\n    `INSERT INTO order_events',
    mustFail: {
      ...accepted('order torn: '),
      'The same write under the same key is done once': 'order torn: ',
    },
  },
  {
    ...common,
    name: 'keys-forgotten',
    wrong: 'Something else under a key that was used is taken for the same.',
    file: 'reference-service/writes/apply-writes.ts',
    find: "if (row.payload_hash !== payloadHash) throw new UserError('key_reused');",
    replace: '',
    mustFail: {
      'Something else under the same key is refused': 'a write: acknowledged',
      'A key from before the outage is rejected after acceptance': 'expected rejected',
    },
  },
  {
    ...common,
    name: 'full-and-dropped',
    wrong: 'What finds no room is accepted and dropped.',
    file: writes,
    find: "if (outcome === 'full') {",
    replace: "if (outcome === 'full' && write.user === '') {",
    mustFail: {
      'The fourth write is refused': 'a write: acknowledged',
      'The first three are kept': 'lost: ',
    },
  },
  {
    ...common,
    name: 'accepted-with-nowhere-to-keep-it',
    wrong: 'A write is accepted although it cannot be kept.',
    file: writes,
    find: "        throw new UserError('write_unknown', { retryAfterMs: 1_000, cause: error });\n      throw refused(error);\n    }\n    if (outcome === 'reused')",
    replace:
      "        throw new UserError('write_unknown', { retryAfterMs: 1_000, cause: error });\n      return { status: 'pending', id: write.id, key: write.key };\n    }\n    if (outcome === 'reused')",
    mustFail: {
      'With database and cache out every write is refused': 'what users were told',
      'Users go on while database and cache are killed': 'acknowledged against the law: ',
    },
  },
  {
    ...common,
    name: 'pending-called-done',
    wrong: 'Whoever writes during an outage is told that it is done.',
    file: routes,
    find: 'reply.code(202).send(accepted);\n    if (accepted.isRepeated)',
    replace: 'reply.code(201).send(accepted);\n    if (accepted.isRepeated)',
    mustFail: { 'Whoever writes is told that it is pending': 'a write: acknowledged with 201' },
  },
  {
    ...common,
    name: 'pending-keys-taken-for-the-same',
    wrong: 'Something else under the key of what waits is taken for the same.',
    file: 'reference-service/journal/journal-scripts.ts',
    find: "entry.hash == ARGV[3] and 'repeated' or 'reused'",
    replace: "'repeated'",
    mustFail: { 'During an outage something else under a pending key is refused': 'a write: acknowledged' },
  },
  {
    ...common,
    name: 'keys-of-orders-ignored',
    wrong: 'Every order that is sent is one of its own, whatever its key.',
    file: routes,
    find: "return submit(request, reply, key, { kind: 'place order'",
    replace: "return submit(request, reply, randomUUID(), { kind: 'place order'",
    mustFail: {
      'The same write under the same key is done once': 'doubled: ',
      'During an outage the same write is accepted once': 'doubled: ',
    },
  },
  {
    ...common,
    name: 'orders-without-a-key',
    wrong: 'An order without a key is taken.',
    file: routes,
    find: "if (key === undefined) throw new UserError('key_missing');",
    replace: '',
    mustFail: {
      'An order needs a key': 'a write: ',
      'An order needs a key during an outage too': 'a write: ',
    },
  },
];
