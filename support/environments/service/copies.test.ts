import { describe, test } from 'node:test';
import { expect } from 'chai';
import { ConversationStore } from '../../../reference-service/cache/conversation-store';
import { MissedInvalidations } from '../../../reference-service/cache/missed-invalidations';
import type { Conversation } from '../../../reference-service/database/conversations';
import { productionPolicy } from '../../../reference-service/policy';
import { Cache } from '../../../reference-service/redis/cache';
import { createLog } from '../../../reference-service/telemetry/log';
import { redis, withServers } from './fixtures/durable-bench';

const missed = new MissedInvalidations(undefined);
missed.settled(missed.count);

const message = (position: number) => ({ position, author: 'Ada', text: `"${position}", said Ada, ]}` });
const conversation = (messages: number): Conversation => ({
  id: 'c',
  title: 'a [title], {odd}',
  messages: Array.from({ length: messages }, (_, index) => message(index + 1)),
});

withServers();

describe('copies in Redis', { timeout: 30_000 }, () => {
  const withStore = async (work: (store: ConversationStore) => Promise<void>): Promise<void> => {
    const cache = new Cache(redis.url, productionPolicy, createLog({ write: () => {} }), () => {});
    await new Promise<void>((resolve) => cache.onReady(resolve));
    try {
      await work(new ConversationStore(cache, productionPolicy.cache, missed));
    } finally {
      await cache.close();
    }
  };
  const shown = async (store: ConversationStore): Promise<number | undefined> => {
    const copy = await store.read('Ada', 'c');
    if (copy) expect(copy.conversation).to.deep.equal(conversation(copy.conversation.messages.length));
    return copy?.conversation.messages.length;
  };

  test('are brought up to date by each message, from none on', () =>
    withStore(async (store) => {
      expect(await store.append('Ada', 'c', message(1))).to.equal('none');
      expect(await shown(store), 'what was never read').to.equal(undefined);
      await store.store('Ada', conversation(1));
      for (const position of [2, 3])
        expect(await store.append('Ada', 'c', message(position))).to.equal('added');
      expect(await shown(store)).to.equal(3);
      expect(await store.append('Ada', 'c', message(3)), 'told again').to.equal('none');
      expect(await shown(store)).to.equal(3);
      expect(await store.read('Ben', 'c')).to.equal(undefined);
    }));

  test('of a conversation without messages are copies too', () =>
    withStore(async (store) => {
      await store.store('Ada', conversation(0));
      expect(await shown(store)).to.equal(0);
      await store.append('Ada', 'c', message(1));
      expect(await shown(store)).to.equal(1);
    }));

  test('are not shown while a message is missing, and are whole again once it has come', () =>
    withStore(async (store) => {
      await store.store('Ada', conversation(1));
      expect(await store.append('Ada', 'c', message(3))).to.equal('ahead');
      expect(await store.append('Ada', 'c', message(5))).to.equal('ahead');
      expect(await store.append('Ada', 'c', message(3)), 'told again').to.equal('ahead');
      expect(await shown(store)).to.equal(undefined);
      expect(await store.append('Ada', 'c', message(2))).to.equal('added');
      expect(await shown(store), 'the fourth is missing').to.equal(undefined);
      await store.append('Ada', 'c', message(4));
      expect(await shown(store)).to.equal(5);
    }));

  test('that were read anew need no message that waited, and keep those that come after', () =>
    withStore(async (store) => {
      await store.store('Ada', conversation(1));
      for (const position of [3, 4, 6]) await store.append('Ada', 'c', message(position));
      await store.store('Ada', conversation(3));
      expect(await shown(store), 'the fifth is missing').to.equal(undefined);
      await store.append('Ada', 'c', message(5));
      expect(await shown(store)).to.equal(6);
    }));

  test('that a late reader brings do not replace newer ones', () =>
    withStore(async (store) => {
      await store.append('Ada', 'c', message(2));
      await store.store('Ada', conversation(1));
      expect(await shown(store), 'a message was added meanwhile').to.equal(undefined);
      await store.store('Ada', conversation(3));
      await store.store('Ada', conversation(2));
      expect(await shown(store)).to.equal(3);
    }));

  test('are doubtful after a write that nobody knows of, until they are read anew', () =>
    withStore(async (store) => {
      await store.doubt('Ada', 'c');
      expect(await shown(store)).to.equal(undefined);
      await store.store('Ada', conversation(1));
      expect((await store.read('Ada', 'c'))?.isDoubtful).to.equal(false);
      await store.doubt('Ada', 'c');
      await store.append('Ada', 'c', message(2));
      expect((await store.read('Ada', 'c'))?.isDoubtful).to.equal(true);
      expect(await shown(store)).to.equal(2);
      await store.store('Ada', conversation(2));
      expect((await store.read('Ada', 'c'))?.isDoubtful).to.equal(false);
    }));

  test('expire, all of them', () =>
    withStore(async (store) => {
      await store.store('Ada', conversation(1));
      await store.append('Ada', 'c', message(3));
      await store.append('Ada', 'other', message(1));
      const cache = new Cache(redis.url, productionPolicy, createLog({ write: () => {} }), () => {});
      await new Promise<void>((resolve) => cache.onReady(resolve));
      const lives = await cache.run(async (client) => {
        const names = await client.keys('conversation:*');
        return Promise.all(names.map((name) => client.pttl(name)));
      });
      await cache.close();
      expect(lives?.length).to.equal(2);
      for (const life of lives ?? []) expect(life).to.be.within(1, productionPolicy.cache.keepMs);
    }));
});
