import { once } from 'node:events';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Knock } from '../probe';

/** Where a double's server is. `authority` is the certificate to trust, PEM; without it plain HTTP is spoken. */
export interface KnockAddress {
  readonly host: string;
  readonly port: number;
  readonly authority: string | undefined;
}

/** One request over a connection of its own, straight to the loopback address, under the double's name. */
export async function knockOverHttp(
  { host, port, authority }: KnockAddress,
  { path, headers, body, signal }: Parameters<Knock>[0],
): ReturnType<Knock> {
  const common = { host: '127.0.0.1', port, method: 'POST', path, signal, headers: { host, ...headers } };
  const request =
    authority === undefined
      ? httpRequest({ ...common, agent: new HttpAgent() })
      : httpsRequest({
          ...common,
          agent: new HttpsAgent({ ca: authority, servername: host, maxCachedSessions: 0 }),
        });
  // Without this a second error, or a reset between two reads of the body, would end the process.
  request.on('error', () => {});
  // Nor may one that comes when the request has let go of its connection, as of TLS that is torn down half-written.
  request.on('socket', (socket) => socket.on('error', () => {}));
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: response };
}
