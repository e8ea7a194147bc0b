import { once } from 'node:events';
import { Agent, createServer, get, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { SilentConnections } from './silent-connections';

describe('silent connections', { timeout: 10_000 }, () => {
  let server: Server;
  let silent: SilentConnections;
  let port: number;
  let answer: (() => void) | undefined;

  beforeEach(async () => {
    server = createServer((_request, response) => {
      answer = () => response.end('well');
    });
    silent = new SilentConnections(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });

  afterEach(() => server.closeAllConnections());

  test('do not keep a server that closes', async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const hungUp = once(socket, 'close');
    const closed = once(server, 'close');
    server.close();
    silent.hangUp();
    await Promise.all([hungUp, closed]);
  });

  test('are not those over which an answer is awaited', async () => {
    const agent = new Agent({ keepAlive: true });
    const answered = new Promise<string>((resolve, reject) => {
      get({ port, host: '127.0.0.1', agent }, (response) => {
        response.setEncoding('utf8').on('data', resolve);
      }).on('error', reject);
    });
    await once(server, 'request');
    server.close();
    silent.hangUp();
    // Longer than whoever is silent is given.
    setTimeout(() => answer?.(), 250);
    expect(await answered).to.equal('well');
    agent.destroy();
  });
});
