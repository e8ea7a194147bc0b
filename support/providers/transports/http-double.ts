import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { resetSocket } from '../../faults/proxy/reset-socket';
import type { Knock } from '../probe';
import type { WireFormat } from '../provider-double';
import type { UnreachableHow } from '../script';
import { type ArrivedRequest, ScriptedDouble } from '../scripted-double';
import type { ServerCredentials } from './certificate-authority';
import { Connections } from './connections';
import type { HostsFile } from './hosts-file';
import { HttpExchange } from './http-exchange';
import { knockOverHttp } from './knock-over-http';
import { Listener } from './listener';

/** What a double's server needs besides itself. */
export interface HttpDoubleContext {
  readonly nowMs: () => number;
  readonly hosts: HostsFile;
  /** Absent for plain HTTP. */
  readonly tls?: {
    readonly authority: string;
    readonly valid: ServerCredentials;
    readonly expired: ServerCredentials;
  };
}

/** A double with a server of its own on 127.0.0.1, found by a name in the hosts file. */
export class HttpDouble extends ScriptedDouble {
  readonly #context: HttpDoubleContext;
  readonly #server: Server | HttpsServer;
  readonly #connections: Connections;
  readonly #listener: Listener;
  readonly #host: string;
  #credentials: ServerCredentials | undefined;

  private constructor(role: string, format: WireFormat, context: HttpDoubleContext) {
    super(role, format, context.nowMs);
    this.#context = context;
    this.#host = `${role}.llm.example`;
    this.#credentials = context.tls?.valid;
    const options = { keepAliveTimeout: 65_000, requestTimeout: 0, headersTimeout: 0 };
    this.#server = context.tls
      ? createHttpsServer({ ...options, ...context.tls.valid, ALPNProtocols: ['http/1.1'] })
      : createHttpServer(options);
    // First of all listeners: a connection that is reset must not begin to speak TLS.
    this.#server.prependListener('connection', (socket: Socket) => {
      if (this.unreachable === 'reset') resetSocket(socket);
    });
    this.#connections = new Connections(this.#server);
    this.#listener = new Listener(this.#server);
    this.#server.on('request', (request, response) => void this.#serve(request, response));
    // Who refuses our certificate hangs up during the handshake.
    this.#server.on('tlsClientError', (_error, socket: Socket) => socket.destroy());
    context.hosts.add(this.#host);
  }

  /** Starts the server. */
  static async start(role: string, format: WireFormat, context: HttpDoubleContext): Promise<HttpDouble> {
    const double = new HttpDouble(role, format, context);
    await double.#listener.start();
    return double;
  }

  get baseUrl(): string {
    const scheme = this.#context.tls ? 'https' : 'http';
    return `${scheme}://${this.#host}:${this.#listener.port}${this.dialect.basePath}`;
  }

  override async confirm(): Promise<string> {
    await this.#listener.settled;
    return super.confirm();
  }

  /** What is open, in sentences. */
  open(): string[] {
    const { port, isListening } = this.#listener;
    return [
      ...(isListening ? [`the server of the ${this.role} provider still listens on 127.0.0.1:${port}`] : []),
      ...(this.#connections.count > 0
        ? [`${this.#connections.count} connection(s) to the ${this.role} provider are open`]
        : []),
      ...(this.inFlight() > 0
        ? [`${this.inFlight()} request(s) to the ${this.role} provider were still in flight`]
        : []),
    ];
  }

  /** Stops the server and every connection. */
  async close(): Promise<void> {
    this.cutInFlight();
    this.#context.hosts.remove(this.#host);
    await this.#listener.settled.catch(() => {});
    const closed = this.#listener.isListening ? once(this.#server, 'close') : undefined;
    this.#listener.close();
    this.#connections.closeAll();
    await closed;
  }

  protected override reach(unreachable: UnreachableHow | undefined): void {
    if (unreachable === 'refused') this.#listener.close();
    else this.#listener.open();
    if (unreachable === 'name-not-resolved') this.#context.hosts.remove(this.#host);
    else this.#context.hosts.add(this.#host);
    this.#show(unreachable === 'certificate-expired' ? 'expired' : 'valid');
    // Otherwise callers would go on over the connections that they kept, and meet nothing of it.
    if (unreachable !== undefined) this.#connections.closeIdle();
  }

  protected override readonly knock: Knock = (request) => {
    if (!this.#context.hosts.resolves(this.#host)) {
      throw Object.assign(new Error(`${this.#host} is not in ${this.#context.hosts.path}`), {
        code: 'ENOTFOUND',
      });
    }
    const to = { host: this.#host, port: this.#listener.port, authority: this.#context.tls?.authority };
    return knockOverHttp(to, request);
  };

  protected override mustBeAbleTo(how: UnreachableHow): void {
    if (how !== 'certificate-expired' || this.#context.tls) return;
    throw new Error(
      'a provider must speak HTTPS to show an expired certificate, got plain HTTP; make the transport without `plain`',
    );
  }

  #show(validity: 'valid' | 'expired'): void {
    const { tls } = this.#context;
    if (tls === undefined || this.#credentials === tls[validity]) return;
    this.#credentials = tls[validity];
    if (this.#server instanceof HttpsServer) this.#server.setSecureContext(tls[validity]);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = this.#connections.under(request.socket);
    const leave = this.#connections.occupy(connection);
    const exchange = new HttpExchange(response, () => resetSocket(connection));
    response.once('close', () => {
      leave();
      // Those in flight went on as they began; their connection must not serve another request.
      if (this.unreachable !== undefined && this.#connections.isIdle(connection)) connection.destroy();
    });
    if (request.method !== 'POST' || request.url !== this.dialect.path) {
      exchange.head(404, { 'content-type': 'text/plain' });
      exchange.write(
        Buffer.from(`a double takes POST ${this.dialect.path} only, got ${request.method} ${request.url}\n`),
      );
      exchange.end();
      return;
    }
    let body: ArrivedRequest['body'];
    try {
      body = (await json(request)) as ArrivedRequest['body'];
    } catch {
      // Gone before it had asked, or not asking in JSON: no request that a provider would count.
      exchange.reset();
      return;
    }
    this.accept({ headers: joined(request.headers), body }, exchange);
  }
}

function joined(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
