import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { describe, test } from 'node:test';
import { expect } from 'chai';
import { inTime } from './in-time';

describe('an answer', () => {
  test('is waited for as long as is allowed', async () => {
    expect(await inTime(Promise.resolve(7), 50)).to.equal(7);
    const failed = await inTime(Promise.reject(new Error('no')), 50).catch(({ message }) => message);
    expect(failed).to.equal('no');
    const late = await inTime(new Promise(() => {}), 10).catch(({ message }) => message);
    expect(late).to.equal('Command timed out');
  });

  test('that was there in time is not late because the process stood still', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).end('there'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as { port: number }).port, '127.0.0.1');
    await once(socket, 'connect');
    const answer = inTime(once(socket, 'data'), 20);
    await new Promise((resolve) => setImmediate(resolve));
    // The answer is under way; nothing of it can be read before this is over, and the limit is long past then.
    const untilMs = performance.now() + 100;
    while (performance.now() < untilMs);
    expect(String((await answer)[0])).to.equal('there');
    socket.destroy();
    server.close();
  });
});
