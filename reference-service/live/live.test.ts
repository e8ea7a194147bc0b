import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { Registry } from 'prom-client';
import type { WebSocket } from 'ws';
import type { User } from '../auth/user';
import { Users } from '../auth/users';
import type { Database } from '../database/database';
import { policyWith } from '../policy-overrides';
import { LevelTracker } from '../service-level/level-tracker';
import { createLog } from '../telemetry/log';
import { FakeSocket } from './fixtures/fake-socket';
import { Live } from './live';

const configured = ['Ada', 'Ben', 'Cleo'].map((name) => ({ name, plan: 'paying' as const, token: name }));
const limitMs = 5_000;

describe('live connections', () => {
  let users: Users;
  let isOut: boolean;
  let underWay: number;
  let mostUnderWay: number;
  let live: Live;
  const userOf = (name: string): User => users.withAuthorization(`Bearer ${name}`) as User;
  const connect = (name: string): FakeSocket => {
    const socket = new FakeSocket();
    const client = { requestId: name, authorization: `Bearer ${name}`, lastEventId: undefined };
    live.connect(socket as unknown as WebSocket, userOf(name), client);
    return socket;
  };
  const until = async (holds: () => boolean): Promise<void> => {
    const givenUpAtMs = Date.now() + limitMs;
    while (!holds() && Date.now() < givenUpAtMs) await delay(5);
    expect(holds()).to.equal(true);
  };

  beforeEach(() => {
    users = new Users(configured);
    isOut = false;
    underWay = 0;
    mostUnderWay = 0;
    const pool = {
      run: async () => {
        underWay += 1;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        await delay(5);
        underWay -= 1;
        if (isOut) throw new Error('out');
        return { last: 0, events: [] };
      },
    } as unknown as Database;
    live = new Live({
      users,
      policy: policyWith({ live: { lookMs: 20, maxConnections: 4, maxConnectionsPerUser: 2 } }),
      log: createLog({ write: () => {} }),
      random: () => 0.5,
      level: new LevelTracker(() => [], 0),
      registry: new Registry(),
      // Nobody listens there: what is announced is never heard.
      database: { url: 'postgres://127.0.0.1:9/none', pool },
    });
  });

  afterEach(() => live.stop());

  test('are told where they stand once the database can say so, without anybody who announces anything', async () => {
    isOut = true;
    const socket = connect('Ada');
    await until(() => mostUnderWay > 0 && underWay === 0);
    expect(socket.frames.map(({ type }) => type)).to.deep.equal(['hello']);
    isOut = false;
    await until(() => socket.frames.some(({ type }) => type === 'started'));
  });

  test('ask the database a few at a time, however many come', async () => {
    const sockets = configured.map(({ name }) => connect(name));
    await until(() => sockets.every(({ frames }) => frames.some(({ type }) => type === 'started')));
    expect(mostUnderWay).to.equal(2);
  });

  test('are so many and no more, of one user and in all', () => {
    const refused = (name: string): unknown => {
      try {
        live.admit(userOf(name));
      } catch (error) {
        return (error as { code: string }).code;
      }
      return undefined;
    };
    connect('Ada');
    const second = connect('Ada');
    expect([refused('Ada'), refused('Ben')]).to.deep.equal(['live_full', undefined]);
    connect('Ben');
    connect('Cleo');
    expect(refused('Ben')).to.equal('live_full');
    second.terminate();
    expect([refused('Ada'), refused('Ben')]).to.deep.equal([undefined, undefined]);
  });

  test('end when their users are no longer let in, at once', () => {
    const sockets = [connect('Ada'), connect('Ben')];
    users.replace(configured.slice(1));
    expect(sockets.map(({ closedWith }) => closedWith)).to.deep.equal([
      [4401, 'not_authenticated'],
      undefined,
    ]);
  });

  test('are asked to come back by a service that stops', () => {
    const socket = connect('Ada');
    live.leave();
    expect(socket.frames.at(-1)).to.deep.equal({ type: 'going-away', reconnectAfterMs: 2_500 });
  });
});
