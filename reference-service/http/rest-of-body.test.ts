import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { type RestLimits, restOfBody } from './rest-of-body';

const piece = Buffer.alloc(1_048_576, 'x');

describe('the rest of a body nobody wants', { timeout: 10_000 }, () => {
  let server: Server;
  let port: number;
  let limits: RestLimits;
  let reading: Promise<void>;

  beforeEach(async () => {
    limits = { bytes: 100 * piece.length, ms: 5_000 };
    server = createServer(async (asked, answer) => {
      reading = restOfBody(asked, limits);
      await reading;
      answer.writeHead(413, { connection: 'close' }).end('too much');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });

  afterEach(() => server.closeAllConnections());
  afterEach(() => server.close());

  /** Sends it all, as far as it is let. */
  function send(pieces: number, announced: number = pieces): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-length': announced * piece.length };
      const sent = request({ port, host: '127.0.0.1', method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.on('error', reject);
      for (let each = 0; each < pieces; each++) sent.write(piece);
      if (pieces === announced) sent.end();
    });
  }

  function write(socket: Socket, what: string | Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      socket.write(what, (error) => (error ? reject(error) : resolve()));
    });
  }

  test('is read to its end, so that whoever looks for the answer only then sees it', async () => {
    const socket = connect(port, '127.0.0.1');
    await write(socket, `POST / HTTP/1.1\r\nhost: here\r\ncontent-length: ${12 * piece.length}\r\n\r\n`);
    for (let sent = 0; sent < 12; sent++) await write(socket, piece);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).to.match(/^HTTP\/1.1 413 /);
  });

  test('is not waited for when it never comes', async () => {
    limits = { bytes: 100 * piece.length, ms: 50 };
    expect(await send(1, 2)).to.equal(413);
  });

  test('is not read beyond the limit', async () => {
    limits = { bytes: 2 * piece.length, ms: 600_000 };
    expect(await send(3, 300)).to.equal(413);
  });

  test('is not waited for when its sender has gone', async () => {
    limits = { bytes: 100 * piece.length, ms: 600_000 };
    const asked = once(server, 'request');
    const socket = connect(port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 100\r\n\r\nhalf');
    await asked;
    socket.destroy();
    await reading;
  });

  test('is nothing where everything was read', async () => {
    limits = { bytes: 0, ms: 600_000 };
    expect(await send(0)).to.equal(413);
  });
});
