import type { Variant } from '../variant';

const writes = 'reference-service/writes/writes.ts';
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
    mustFail: { ...accepted('lost: '), 'A cache that is killed keeps what was accepted': 'lost: ' },
  },
  {
    ...common,
    name: 'replayed-backwards',
    wrong: 'What waits is applied in the opposite order.',
    file: 'reference-service/journal/replay.ts',
    find: 'const writes = entries.flatMap(({ write }) => write ?? []);',
    replace: 'const writes = entries.flatMap(({ write }) => write ?? []).reverse();',
    mustFail: accepted('out of order: '),
  },
  {
    ...common,
    name: 'orders-torn',
    wrong: 'An order is saved without its event.',
    file: 'reference-service/writes/insert-order.ts',
    find: 'await client.query(`INSERT INTO order_events',
    replace: 'if (totalCents < 0) await client.query(`INSERT INTO order_events',
    mustFail: {
      ...accepted('order torn: '),
      'The same write under the same key is done once': 'order torn: ',
    },
  },
  {
    ...common,
    name: 'keys-forgotten',
    wrong: 'Something else under a key that was used is taken for the same.',
    file: 'reference-service/writes/apply-write.ts',
    find: "if (before.rows[0].payload_hash !== payloadHash) throw new UserError('key_reused');",
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
    mustFail: { 'With database and cache out every write is refused': 'what users were told' },
  },
];
