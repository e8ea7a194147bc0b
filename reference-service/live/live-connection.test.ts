import { beforeEach, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { WebSocket } from 'ws';
import { permissions, type User } from '../auth/user';
import { productionPolicy } from '../policy';
import { FakeSocket } from './fixtures/fake-socket';
import { LiveConnection, type LiveEnd } from './live-connection';
import type { LiveEvent } from './live-event';
import { LiveFeed } from './live-feed';

const ada: User = { name: 'Ada', plan: 'paying', may: new Set(permissions) };
const long = 'x'.repeat(1_000);

describe('a live connection', () => {
  let socket: FakeSocket;
  let stored: LiveEvent[];
  let feed: LiveFeed;
  let began: string[];
  let ended: LiveEnd[];
  let connection: LiveConnection;
  const types = (): string[] => socket.frames.map(({ type }) => type);
  const connect = (lastEventId?: string, user = ada, silentAfterMs = 50): LiveConnection => {
    const client = { requestId: 'r', authorization: 'Bearer a', lastEventId };
    const policy = { ...productionPolicy.live, bufferBytes: 3_000, silentAfterMs };
    connection = new LiveConnection(socket as unknown as WebSocket, user, client, feed, policy, {
      began: (how) => began.push(how),
      told: () => {},
      ended: (reason) => ended.push(reason),
    });
    connection.greet({ level: 'full', notices: [] });
    return connection;
  };
  const add = async (count: number): Promise<void> => {
    for (let each = 0; each < count; each += 1) {
      const number = stored.length + 1;
      const messageId = `0000000${number % 10}-0000-8000-8000-000000000000`;
      stored.push({ number, messageId, thread: 't', position: number, author: 'Ada', text: long });
    }
    await feed.refresh();
  };

  beforeEach(() => {
    socket = new FakeSocket();
    stored = [];
    began = [];
    ended = [];
    const source = {
      after: async (_owner: string, number: number) => ({
        last: stored.length,
        events: stored.filter((each) => each.number > number),
      }),
      prune: async () => {},
    };
    feed = new LiveFeed('Ada', source, 10, () => connection.tellEvents());
  });

  test('is greeted at once, and told where it stands once that is known', async () => {
    connect();
    expect(types()).to.deep.equal(['hello']);
    await add(0);
    expect(types()).to.deep.equal(['hello', 'started']);
    await add(2);
    expect(types()).to.deep.equal(['hello', 'started', 'message', 'message']);
    expect(began).to.deep.equal(['new']);
  });

  test('is told each event once, however slowly it is read, and only so much waits in memory', async () => {
    await add(0).catch(() => {});
    connect();
    socket.isRead = false;
    await add(9);
    expect(socket.bufferedAmount).to.be.within(3_000, 3_000 + 1_200);
    connection.tellEvents();
    connection.tellEvents();
    const before = socket.frames.length;
    socket.readOn();
    expect(socket.frames.length).to.be.above(before);
    expect(
      socket.frames.filter(({ type }) => type === 'message').map(({ id }) => id?.split('.')[0]),
    ).to.deep.equal(Array.from({ length: 9 }, (_, index) => `${index + 1}`));
  });

  test('of several states only the last is told to who reads slowly', async () => {
    await add(0).catch(() => {});
    connect();
    socket.isRead = false;
    await add(5);
    connection.tellState('{"type":"state 1"}');
    connection.tellState('{"type":"state 2"}');
    socket.readOn();
    expect(types().filter((type) => type.startsWith('state'))).to.deep.equal(['state 2']);
  });

  test('whose account does not include reading is told of no message', async () => {
    connect(undefined, { ...ada, may: new Set(['ask']) });
    await add(0);
    await add(2);
    expect(types()).to.deep.equal(['hello', 'started']);
    connection.signedInAs(ada);
    connection.tellEvents();
    expect(types().slice(2)).to.deep.equal(['message', 'message']);
  });

  test('over which nothing is heard is let go, but not by who could not listen', async () => {
    connect();
    await delay(60);
    connection.beat(false);
    expect(socket.isTerminated).to.equal(false);
    socket.emit('pong');
    connection.beat(true);
    expect([socket.isTerminated, types().at(-1)]).to.deep.equal([false, 'heartbeat']);
    await delay(60);
    connection.beat(true);
    expect([socket.isTerminated, ended]).to.deep.equal([true, ['silent']]);
  });

  test('is told before it is closed by a service that stops, and why', () => {
    connect();
    connection.close('service_stopping', 123.4);
    connection.close('not_authenticated');
    expect(socket.frames.at(-1)).to.deep.equal({ type: 'going-away', reconnectAfterMs: 123 });
    expect(socket.closedWith).to.deep.equal([1012, 'service_stopping']);
    socket.emit('close');
    expect(ended).to.deep.equal(['service_stopping']);
  });
});
