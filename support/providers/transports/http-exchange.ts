import type { ServerResponse } from 'node:http';
import type { Exchange } from '../exchange';

/** One request over HTTP. */
export class HttpExchange implements Exchange {
  #isEnded = false;

  /** @param resetConnection resets the TCP connection underneath, TLS or not. */
  constructor(
    private readonly response: ServerResponse,
    private readonly resetConnection: () => void,
  ) {
    // A write that meets a closed connection is no error here: the close is what tells.
    response.on('error', () => {});
  }

  head(status: number, headers: Readonly<Record<string, string>>): void {
    this.response.writeHead(status, headers);
    this.response.flushHeaders();
  }

  write(bytes: Buffer): void {
    this.response.write(bytes);
  }

  end(): void {
    this.#isEnded = true;
    this.response.end();
  }

  reset(): void {
    this.#isEnded = true;
    this.resetConnection();
  }

  onHangUp(listener: () => void): void {
    this.response.once('close', () => {
      if (!this.#isEnded) listener();
    });
  }
}
