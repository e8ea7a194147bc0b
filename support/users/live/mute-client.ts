import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * A live connection over which nothing is read once it stands. By hand (RFC 6455, section 4.1): what doubles the providers in
 * this process puts itself between every HTTP client and its socket, and reads on for whoever does not.
 * @throws when the service does not let it in.
 */
export async function connectMute(serviceUrl: string, token: string): Promise<Socket> {
  const { hostname, port, host } = new URL(serviceUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => {});
  await once(socket, 'connect');
  const lines = [
    'GET /v1/live HTTP/1.1',
    `host: ${host}`,
    'connection: Upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    `sec-websocket-key: ${randomBytes(16).toString('base64')}`,
    `authorization: Bearer ${token}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const [head] = await once(socket, 'data');
  socket.pause();
  if (!/^HTTP\/1\.1 101 /.test(String(head)))
    throw new Error(`A live connection was to stand; the service said: ${String(head).split('\r\n')[0]}`);
  return socket;
}
