import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Exchange } from '../exchange';
import { networkError, terminatedError } from './network-error';

/** What nock takes as a reply. */
export type NockReply = [status: number, body: PassThrough, headers: Record<string, string>];

/** One intercepted request. `reply` is what nock waits for. */
export class NockExchange implements Exchange {
  readonly reply: Promise<NockReply>;
  #answer!: (reply: NockReply) => void;
  #fail!: (error: Error) => void;
  #isAnswered = false;
  #isEnded = false;
  readonly #body = new PassThrough();

  /** @param signal the caller's, if it has one. */
  constructor(
    private readonly request: ClientRequest,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.reply = new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#fail = reject;
    });
    // nock listens on the body only later; an error before that must not end the process.
    this.#body.on('error', () => {});
  }

  head(status: number, headers: Readonly<Record<string, string>>): void {
    this.#isAnswered = true;
    this.#answer([status, this.#body, { ...headers }]);
  }

  write(bytes: Buffer): void {
    this.#body.write(bytes);
  }

  end(): void {
    this.#isEnded = true;
    this.#body.end();
  }

  reset(): void {
    this.#isEnded = true;
    if (this.#isAnswered) void this.#destroyOnceRead();
    else this.#fail(networkError('reset', this.request.host));
  }

  onHangUp(listener: () => void): void {
    const hungUp = () => {
      if (this.#isEnded) return;
      this.#isEnded = true;
      listener();
      this.#body.destroy();
    };
    this.signal?.addEventListener('abort', hungUp, { once: true });
    this.request.once('response', (response: IncomingMessage) => response.once('close', hungUp));
  }

  /** Before nock reads the body nobody would hear of its error, and the error overtakes what is still on its way. */
  async #destroyOnceRead(): Promise<void> {
    if (!this.#body.readableFlowing) await once(this.#body, 'resume');
    // From the body to nock's response, to the stream of fetch, to whoever reads it.
    for (let hop = 0; hop < 3; hop++) await setImmediate();
    this.#body.destroy(terminatedError());
  }
}
