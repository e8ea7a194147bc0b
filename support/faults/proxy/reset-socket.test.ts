import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { listenOnHarnessPort } from './harness-port';
import { resetSocket } from './reset-socket';

let server: Server;
let here: Socket;
let there: Socket;

beforeEach(async () => {
  server = createServer({ allowHalfOpen: true });
  const port = await listenOnHarnessPort(server);
  here = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  [there] = await once(server, 'connection');
  if (here.connecting) await once(here, 'connect');
});

afterEach(async () => {
  for (const socket of [here, there]) socket.on('error', () => {}).destroy();
  await new Promise((resolve) => server.close(resolve));
});

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.on('error', () => {}).on('close', () => resolve()));
}

describe('resetting a socket', { timeout: 5000 }, () => {
  test('resets an open one', async () => {
    const error = once(there, 'error');
    resetSocket(here);
    expect((await error)[0].code).to.equal('ECONNRESET');
  });

  test('closes one whose end is on its way out', async () => {
    const gone = closed(here);
    here.end();
    resetSocket(here);
    await gone;
  });

  test('closes one that has ended', async () => {
    here.end();
    await once(here, 'finish');
    const gone = closed(here);
    resetSocket(here);
    await gone;
  });

  test('closes one whose peer does not read', async () => {
    const gone = closed(here);
    here.end(Buffer.alloc(20_000_000));
    resetSocket(here);
    await gone;
  });

  test('closes one that is still connecting', async () => {
    const early = connect({ host: '127.0.0.1', port: here.remotePort as number });
    const gone = closed(early);
    resetSocket(early);
    await gone;
  });
});
