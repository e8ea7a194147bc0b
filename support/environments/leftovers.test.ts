import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import nock from 'nock';
import type { DisposableServer } from './environment';
import { Leftovers } from './leftovers';
import { identityOf, type ProcessIdentity } from './run/processes';

const server = (openConnections: number, left: string[]): DisposableServer =>
  ({ kind: 'redis', proxy: { openConnections }, leftovers: async () => left }) as unknown as DisposableServer;

describe('Leftovers', { concurrency: false }, () => {
  let leftovers: Leftovers;

  beforeEach(() => {
    leftovers = new Leftovers(50);
    leftovers.remember([]);
  });

  afterEach(() => {
    nock.cleanAll();
    nock.restore();
  });

  test('a scenario that leaves nothing is clean', async () => {
    expect(await leftovers.of([])).to.deep.equal([]);
  });

  test('rows, keys and connections of a server are named', async () => {
    // A real server's proxy listens; here nothing does, so the count of sockets has room for one.
    expect(await leftovers.of([server(2, ['3 keys'])])).to.deep.equal([
      '2 connections through the proxy of redis',
      'redis: 3 keys',
    ]);
  });

  test('a listener that was not closed is counted', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    expect(await leftovers.of([])).to.deep.equal(['1 sockets of this process']);
    listener.close();
    await once(listener, 'close');
    expect(await leftovers.of([])).to.deep.equal([]);
  });

  test('an interceptor that was not removed is named', async () => {
    if (!nock.isActive()) nock.activate();
    nock('https://api.openai.com').get('/').reply(200);
    expect((await leftovers.of([])).join()).to.include('nock interceptor GET https://api.openai.com');
  });

  test('a process that still runs is named, and no longer when it is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    leftovers.watch(identityOf(child.pid as number) as ProcessIdentity);
    expect(await leftovers.of([])).to.deep.equal([`process ${child.pid} of the service`]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await leftovers.of([])).to.deep.equal([]);
  });
});
