import { beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { beginning, type LiveEvent, type Position } from './live-event';
import { LiveFeed } from './live-feed';

const keep = 3;

const eventOf = (number: number, generation = 'a'): LiveEvent => ({
  number,
  messageId: `${generation}${String(number).padStart(12, '0')}`,
  thread: 't',
  position: number,
  author: 'Ada',
  text: `${number}`,
});

describe('a feed', () => {
  let stored: LiveEvent[];
  let isOut: boolean;
  let asked: number[];
  let pruned: number[];
  let news: number;
  let feed: LiveFeed;
  const numbers = (position: Position): number[] | undefined =>
    feed.after(position)?.map(({ number }) => number);
  const add = (...events: LiveEvent[]): Promise<void> => {
    stored.push(...events);
    return feed.refresh();
  };

  beforeEach(() => {
    stored = [];
    isOut = false;
    asked = [];
    pruned = [];
    news = 0;
    const source = {
      after: async (_owner: string, number: number) => {
        asked.push(number);
        if (isOut) throw new Error('out');
        const last = stored.at(-1)?.number ?? 0;
        return { last, events: stored.filter((each) => each.number > Math.max(number, last - keep - 1)) };
      },
      prune: async (_owner: string, last: number) => void pruned.push(last),
    };
    feed = new LiveFeed('Ada', source, keep, () => {
      news += 1;
    });
  });

  test('begins where the last event is, and tells what comes after', async () => {
    stored = [eventOf(1), eventOf(2)];
    expect(feed.isLoaded).to.equal(false);
    await feed.refresh();
    const { position } = feed;
    expect([feed.isLoaded, news, position.number, numbers(position)]).to.deep.equal([true, 1, 2, []]);
    await add(eventOf(3), eventOf(4));
    expect(numbers(position)).to.deep.equal([3, 4]);
    await feed.refresh();
    expect([news, asked]).to.deep.equal([2, [0, 2, 4]]);
    expect(pruned).to.deep.equal([2]);
  });

  test('has a beginning where nothing has happened yet', async () => {
    await feed.refresh();
    expect([feed.isLoaded, feed.position, numbers(beginning)]).to.deep.equal([true, beginning, []]);
    await add(eventOf(1));
    expect(numbers(beginning)).to.deep.equal([1]);
  });

  test('tells as many missed events as are remembered, and says so when there were more', async () => {
    stored = [1, 2, 3, 4, 5].map((number) => eventOf(number));
    await feed.refresh();
    expect(numbers(eventOf(2))).to.deep.equal([3, 4, 5]);
    expect(numbers(eventOf(1))).to.equal(undefined);
    expect(numbers(beginning)).to.equal(undefined);
    await add(eventOf(6));
    expect(numbers(eventOf(2))).to.equal(undefined);
    expect(numbers(eventOf(3))).to.deep.equal([4, 5, 6]);
  });

  test('knows no event that is not its own', async () => {
    stored = [eventOf(1), eventOf(2)];
    await feed.refresh();
    expect(numbers(eventOf(2, 'b'))).to.equal(undefined);
    expect(numbers(eventOf(7))).to.equal(undefined);
  });

  test('forgets what it knew when the database is not the one that it was', async () => {
    stored = [eventOf(1), eventOf(2), eventOf(3)];
    await feed.refresh();
    stored = [eventOf(1, 'b')];
    await feed.refresh();
    expect([feed.position.messageId, numbers(eventOf(3))]).to.deep.equal([
      eventOf(1, 'b').messageId,
      undefined,
    ]);
    expect(numbers(beginning)).to.deep.equal([1]);
  });

  test('goes on from what comes after, when more came at once than is remembered', async () => {
    await add(eventOf(1));
    stored.push(...[2, 3, 4, 5, 6, 7, 8].map((number) => eventOf(number)));
    await feed.refresh();
    expect(numbers(eventOf(1))).to.equal(undefined);
    expect(numbers(eventOf(5))).to.deep.equal([6, 7, 8]);
  });

  test('says that it is behind while it cannot look', async () => {
    isOut = true;
    await feed.refresh();
    expect([feed.isBehind, feed.isLoaded, news]).to.deep.equal([true, false, 0]);
    isOut = false;
    await feed.refresh();
    expect([feed.isBehind, feed.isLoaded, news]).to.deep.equal([false, true, 1]);
  });

  test('looks once more for all who ask while it looks', async () => {
    await Promise.all([feed.refresh(), feed.refresh(), feed.refresh()]);
    expect(asked.length).to.be.at.most(2);
    await Promise.all(Array.from({ length: 10 }, () => feed.refresh()));
    expect(asked.length).to.be.at.most(4);
  });
});
