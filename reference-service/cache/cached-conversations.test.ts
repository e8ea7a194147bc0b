import { beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import type { Conversation, Conversations } from '../database/conversations';
import { UserError } from '../errors/user-error';
import { writeFor } from '../writes/write';
import { CachedConversations, type ReadOutcome } from './cached-conversations';
import type { Appended, ConversationStore, StoredConversation } from './conversation-store';

const conversation = (messages: number): Conversation => ({
  id: 'c',
  title: 't',
  messages: Array.from({ length: messages }, (_, index) => ({
    position: index + 1,
    author: 'Ada',
    text: 'x',
  })),
});

const write = writeFor('Ada', 'key', { kind: 'add message', payload: { thread: 'c', text: 'x' } });

/** A database and a store that do as they are told. */
class Bench {
  inDatabase: Conversation | UserError = conversation(1);
  copy: StoredConversation | undefined;
  appended: Appended = 'none';
  isCheckable = true;
  reads = 0;
  readonly told: string[] = [];
  readonly outcomes: ReadOutcome[] = [];
  hold: Promise<void> = Promise.resolve();
  readonly cached: CachedConversations;

  constructor() {
    const self = this;
    const conversations = {
      get isCheckable() {
        return self.isCheckable;
      },
      read: async () => {
        self.reads += 1;
        const seen = self.inDatabase;
        await self.hold;
        if (seen instanceof UserError) throw seen;
        return seen;
      },
    } as unknown as Conversations;
    const store = {
      read: async () => self.copy,
      store: async (_owner: string, { messages }: Conversation) =>
        void self.told.push(`store ${messages.length}`),
      append: async (_owner: string, _id: string, { position }: { position: number }) => {
        self.told.push(`append ${position}`);
        return self.appended;
      },
      doubt: async () => void self.told.push('doubt'),
    } as unknown as ConversationStore;
    const policy = { freshMs: 100, keepMs: 1_000 };
    this.cached = new CachedConversations(conversations, store, policy, (each) => this.outcomes.push(each));
  }

  async read(): Promise<string> {
    try {
      const { source, isStale, conversation: shown } = await this.cached.read('Ada', 'c');
      return `${shown.messages.length} from ${source}${isStale ? ', stale' : ''}`;
    } catch (error) {
      return (error as UserError).code;
    }
  }
}

describe('conversations through a cache', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });

  for (const [ageMs, isCheckable, database, shown, outcome] of [
    [99, true, 'well', '1 from cache', 'fresh copy'],
    [100, true, 'well', '2 from database', 'database'],
    [99, false, 'out', '1 from cache, stale', 'stale copy'],
    [5_000, true, 'out', '1 from cache, stale', 'stale copy'],
    [undefined, true, 'well', '2 from database', 'database'],
    [undefined, true, 'out', 'not_checkable', 'no copy'],
    [5_000, true, 'missing', 'not_found', undefined],
  ] as const) {
    test(`a copy ${ageMs} ms old, the database ${database}: ${shown}`, async () => {
      bench.isCheckable = isCheckable;
      if (ageMs !== undefined) bench.copy = { conversation: conversation(1), ageMs, isDoubtful: false };
      bench.inDatabase =
        database === 'well'
          ? conversation(2)
          : new UserError(database === 'out' ? 'not_checkable' : 'not_found');
      expect(await bench.read()).to.equal(shown);
      expect(bench.outcomes).to.deep.equal(outcome === undefined ? [] : [outcome]);
    });
  }

  test('a real read leaves a copy; who asks meanwhile shares it', async () => {
    const answers = await Promise.all([bench.read(), bench.read(), bench.read()]);
    expect(answers).to.deep.equal(Array(3).fill('1 from database'));
    expect([bench.reads, bench.told]).to.deep.equal([1, ['store 1']]);
    await bench.read();
    expect(bench.reads, 'the next one asks again').to.equal(2);
  });

  test('whoever reads after a write does not get what was being read before it', async () => {
    let go = (): void => {};
    bench.hold = new Promise((resolve) => (go = resolve));
    const early = bench.read();
    await Promise.resolve();
    bench.inDatabase = conversation(2);
    await bench.cached.applied(write, { id: 'm', position: 2 });
    const late = bench.read();
    go();
    expect(await Promise.all([early, late])).to.deep.equal(['1 from database', '2 from database']);
  });

  test('a write brings the copy up to date, and one of which nobody knows makes it doubtful', async () => {
    await bench.cached.applied(write, { id: 'm', position: 2 });
    await bench.cached.uncertain(write);
    const order = writeFor('Ada', 'other key', { kind: 'place order', payload: { order: { lines: [] } } });
    await bench.cached.applied(order, { id: 'o', totalCents: 0 });
    await bench.cached.uncertain(order);
    expect(bench.told).to.deep.equal(['append 2', 'doubt']);
  });

  test('where others wrote before who are told later the copy is read anew, where that can be', async () => {
    bench.appended = 'ahead';
    bench.inDatabase = conversation(2);
    await bench.cached.applied(write, { id: 'm', position: 2 });
    bench.inDatabase = new UserError('not_checkable');
    await bench.cached.applied(write, { id: 'm', position: 3 });
    bench.appended = 'added';
    await bench.cached.applied(write, { id: 'm', position: 4 });
    expect(bench.told).to.deep.equal(['append 2', 'store 2', 'append 3', 'append 4']);
    expect(bench.outcomes, 'nobody has read').to.deep.equal([]);
  });

  test('a doubtful copy is shown only where nothing better can be had, however young', async () => {
    bench.copy = { conversation: conversation(1), ageMs: 0, isDoubtful: true };
    bench.inDatabase = conversation(2);
    expect(await bench.read()).to.equal('2 from database');
    bench.inDatabase = new UserError('not_checkable');
    expect(await bench.read()).to.equal('1 from cache, stale');
    expect((await bench.cached.read('Ada', 'c')).isDoubtful).to.equal(true);
  });
});
