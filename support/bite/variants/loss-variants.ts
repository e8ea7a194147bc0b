import type { Variant } from '../variant';

const detection = 'reference-service/journal/loss-detection.ts';
const durable = 'reference-service/journal/durable-writes.ts';
const common = { tags: '', runs: 'named' } as const;
const trust = 'In an outage writes are refused while the cache is <fault>';

/** What is said of accepted writes that are gone, and of a cache that could lose them. */
export const lossVariants: readonly Variant[] = [
  {
    ...common,
    name: 'losses-kept-quiet',
    wrong: 'Nobody is told that accepted writes were lost.',
    file: detection,
    find: 'const lost = all.filter((named) => isMissing(named) && !dealtWith?.has(named.writeId));',
    replace: 'const lost = all.filter((named) => isMissing(named) && dealtWith === null);',
    mustFail: {
      'Exactly those that are lost are declared, and nothing else is': 'no notice told users',
      'A service that was dead meanwhile declares it when it starts': 'writes were lost to their users',
    },
  },
  {
    ...common,
    name: 'no-notice-of-losses',
    wrong: 'That accepted writes were lost is told only to whoever asks for one of them.',
    file: durable,
    find: 'hasLostWrites: lost.some(({ declaredAtMs }) => declaredAtMs > sinceMs),',
    replace: 'hasLostWrites: lost.some(({ declaredAtMs }) => declaredAtMs < 0 && declaredAtMs > sinceMs),',
    mustFail: {
      'Users and staff are told while the database is still out': 'writes_lost',
      'Half-way only what is not in place is declared lost': 'writes_lost',
    },
  },
  {
    ...common,
    name: 'staff-not-told-of-losses',
    wrong: 'Staff are not alerted to lost writes.',
    file: detection,
    find: "{ event: 'journal.writes-lost', alert: true,",
    replace: "{ event: 'journal.writes-lost', alert: false,",
    mustFail: { 'Users and staff are told while the database is still out': 'how the log says it' },
  },
  {
    ...common,
    name: 'one-loss-left-out',
    wrong: 'One of the lost writes is not declared.',
    file: detection,
    find: 'this.pending.restart(seen.epoch, seen.last, still, lost);',
    replace: 'lost.shift();\n    this.pending.restart(seen.epoch, seen.last, still, lost);',
    mustFail: {
      'Exactly those that are lost are declared, and nothing else is': '9 writes were lost to their users',
      'Half-way only what is not in place is declared lost': 'writes were lost to their users',
    },
  },
  {
    ...common,
    name: 'gone-means-lost',
    wrong: 'What does not wait any more is called lost, although it is in place.',
    file: 'reference-service/writes/write-status.ts',
    find: 'if (kept) return { key, status: kept.state };',
    replace: "return { key, status: kept ? kept.state : 'lost' };",
    mustFail: {
      'A cache that merely dies loses nothing, and nothing is declared': 'What is declared lost must be lost',
      'Half-way only what is not in place is declared lost': '105 writes were lost to their users',
    },
  },
  {
    ...common,
    name: 'lost-for-good',
    wrong: 'What was lost and is sent again is taken for what was kept already.',
    file: 'reference-service/journal/journal.ts',
    find: 'let answer = await this.#append(write);',
    replace:
      "if (this.#detection.pending.lost.has(write.id)) return 'repeated';\n    let answer = await this.#append(write);",
    mustFail: { 'What was lost can be sent again, and is there once': '10 writes were lost to their users' },
  },
  {
    ...common,
    name: 'losses-forgotten-with-the-process',
    wrong: 'What was accepted is noted in the memory of the process only.',
    file: durable,
    find: 'this.#pending = new PendingWrites(stateFolder);',
    replace: 'this.#pending = new PendingWrites(undefined);',
    mustFail: {
      'A service that was dead meanwhile declares it when it starts': '0 writes were lost to their users',
      'What was declared once is still told after a restart': 'writes_lost',
    },
  },
  {
    ...common,
    name: 'any-cache-is-trusted',
    wrong: 'A write is accepted although the cache could lose it.',
    file: 'reference-service/writes/writes.ts',
    find: 'if (!journal.reading().isUsable) throw isTooBusy(because) ? because : refused(because);',
    replace: '',
    mustFail: {
      [trust.replace('<fault>', 'evicting')]: 'what users were told',
      [trust.replace('<fault>', 'unsynced')]: 'what users were told',
    },
  },
  {
    ...common,
    name: 'said-to-be-ready-all-the-same',
    wrong: 'The service does not say that the cache could lose what is accepted.',
    file: durable,
    find: 'return { isUsable, ...(isUsable ?',
    replace: 'return { isUsable: true, ...(isUsable ?',
    mustFail: { [trust.replace('<fault>', 'unsynced')]: 'still said that accepted writes would be kept' },
  },
];
