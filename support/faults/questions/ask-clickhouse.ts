import { connect, type Socket } from 'node:net';
import type { Answer } from './answer';

/**
 * Sends one query over a connection of its own, on which nothing hides what really happens.
 * @param url `http://user:password@host:port/database`.
 * @returns what was answered. @throws the connection's error, or ClickHouse's own with its `code`.
 */
export async function askClickhouseFor(
  url: string,
  query: string,
  onSocket: (socket: Socket) => void = () => {},
): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  onSocket(socket);
  const credentials = Buffer.from(`${username}:${password}`).toString('base64');
  const target = `/?database=${pathname.slice(1)}`;
  const body = Buffer.from(query);
  const head = [`POST ${target} HTTP/1.0`, `Authorization: Basic ${credentials}`];
  socket.write(`${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n`);
  socket.write(body);
  const parts: Buffer[] = [];
  try {
    for await (const part of socket) parts.push(part as Buffer);
  } finally {
    socket.destroy();
  }
  const received = Buffer.concat(parts).toString('utf8');
  const end = received.indexOf('\r\n\r\n');
  // The end of the connection is the end of the answer; without a head there was none.
  if (end < 0) throw new Error('the connection was closed');
  const text = received.slice(end + 4);
  if (/^HTTP\/1\.[01] 200 /.test(received)) return text;
  throw Object.assign(new Error(text.trim()), { code: /^Code: (\d+)/.exec(text)?.[1] });
}

/** @param onSocket is told the socket, which the caller destroys. */
export async function askClickhouse(url: string, onSocket: (socket: Socket) => void): Promise<Answer> {
  const askedAtMs = performance.now();
  const started = await askClickhouseFor(url, 'SELECT toUnixTimestamp(now()) - uptime()', onSocket);
  return { kind: 'answered', roundTripMs: performance.now() - askedAtMs, incarnation: started.trim() };
}
