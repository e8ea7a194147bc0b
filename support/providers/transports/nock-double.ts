import type { ClientRequest } from 'node:http';
import nock from 'nock';
import type { Knock } from '../probe';
import type { WireFormat } from '../provider-double';
import { type ArrivedRequest, ScriptedDouble } from '../scripted-double';
import { callerSignal } from './caller-signal';
import { networkError } from './network-error';
import { NockExchange, type NockReply } from './nock-exchange';

/** A double that nock answers for, inside this process. */
export class NockDouble extends ScriptedDouble {
  readonly baseUrl: string;
  readonly #interceptor: nock.Interceptor;

  constructor(
    role: string,
    format: WireFormat,
    nowMs: () => number,
    readonly origin: string,
  ) {
    super(role, format, nowMs);
    this.baseUrl = `${origin}${this.dialect.basePath}`;
    const answer = (request: ClientRequest, body: unknown) => this.#answer(request, body);
    const scope = nock(origin).persist();
    this.#interceptor = scope.post(this.dialect.path);
    this.#interceptor.reply(function (this: { req: ClientRequest }, _uri: string, body: unknown) {
      return answer(this.req, body);
      // nock types a reply function's result more narrowly than it reads it.
    } as never);
  }

  /** Stops answering; what is in flight is reset. */
  close(): void {
    this.cutInFlight();
    nock.removeInterceptor(this.#interceptor);
  }

  protected override reach(): void {
    // Looked at when a request comes.
  }

  protected override readonly knock: Knock = async ({ path, headers, body, signal }) => {
    const response = await fetch(`${this.origin}${path}`, { method: 'POST', headers, body, signal });
    return { status: response.status, body: response.body as AsyncIterable<Uint8Array> };
  };

  async #answer(request: ClientRequest, body: unknown): Promise<NockReply> {
    if (this.unreachable !== undefined) throw networkError(this.unreachable, new URL(this.origin).hostname);
    const exchange = new NockExchange(request, callerSignal());
    this.accept({ headers: plain(request.getHeaders()), body: parsed(body) }, exchange);
    return exchange.reply;
  }
}

function plain(headers: ReturnType<ClientRequest['getHeaders']>): ArrivedRequest['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

/** nock has parsed a JSON body already. */
function parsed(body: unknown): ArrivedRequest['body'] {
  return typeof body === 'object' && body !== null ? (body as ArrivedRequest['body']) : {};
}
