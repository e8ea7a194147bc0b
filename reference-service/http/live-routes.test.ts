import { once } from 'node:events';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { ServiceBench } from '../fixtures/service-bench';

let bench: ServiceBench;
beforeEach(async () => {
  bench = await ServiceBench.start();
});
afterEach(() => bench[Symbol.asyncDispose]());

const address = (): string => `${bench.url.replace('http', 'ws')}/v1/live`;
const asSubprotocol = `bearer.${Buffer.from('secret-token').toString('base64url')}`;

/** The types of the first two frames, and the subprotocol that was agreed upon. */
async function greeted(socket: WebSocket): Promise<[string[], string]> {
  const types: string[] = [];
  const two = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      types.push(JSON.parse(String(data)).type);
      if (types.length === 2) resolve();
    });
  });
  await two;
  return [types, socket.protocol];
}

describe('the live route', () => {
  test('tells the state of a service without a database, and that there are no events', async () => {
    const socket = new WebSocket(address(), 'live.v1', { headers: { authorization: 'Bearer secret-token' } });
    expect(await greeted(socket)).to.deep.equal([['hello', 'started'], 'live.v1']);
    socket.terminate();
  });

  test('takes a token as a subprotocol, and does not repeat it', async () => {
    const socket = new WebSocket(address(), ['live.v1', asSubprotocol]);
    expect(await greeted(socket)).to.deep.equal([['hello', 'started'], 'live.v1']);
    socket.terminate();
  });

  test('refuses strangers as any route does, and lets go of their connection', async () => {
    const socket = new WebSocket(address(), 'live.v1');
    socket.on('error', () => {});
    const [, response] = await once(socket, 'unexpected-response');
    const gone = once(response.socket, 'close');
    let text = '';
    for await (const piece of response) text += piece;
    expect([response.statusCode, JSON.parse(text).error.code]).to.deep.equal([401, 'not_authenticated']);
    await gone;
  });

  test('says what it is to whoever asks without a WebSocket', async () => {
    const response = await fetch(`${bench.url}/v1/live`, {
      headers: { authorization: 'Bearer secret-token' },
    });
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect([response.status, error.code]).to.deep.equal([400, 'invalid_request']);
    expect(error.message).to.contain('This is a WebSocket.');
  });
});
