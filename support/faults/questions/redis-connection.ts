import { connect, type Socket } from 'node:net';
import { parseReply, type RedisReply } from './redis-reply';

/**
 * One plain connection to a Redis: no reconnecting, no queue, no ready check, nothing that would hide from the harness
 * what really happened on the wire.
 */
export class RedisConnection {
  readonly #url: URL;
  readonly #socket: Socket;
  readonly #waiting: { resolve: (reply: RedisReply) => void; reject: (error: Error) => void }[] = [];
  #received = Buffer.alloc(0);
  #failure: Error | undefined;

  constructor(url: string, onSocket: (socket: Socket) => void = () => {}) {
    this.#url = new URL(url);
    this.#socket = connect({ host: this.#url.hostname, port: Number(this.#url.port), noDelay: true });
    onSocket(this.#socket);
    this.#socket.on('data', (bytes: Buffer) => this.#read(bytes));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the connection was closed')));
  }

  /** Logs in as the URL says. */
  async login(): Promise<void> {
    await this.send('AUTH', decodeURIComponent(this.#url.username), decodeURIComponent(this.#url.password));
  }

  /** Sends a command. @throws what Redis answers with an error, or the connection's. */
  send(...words: string[]): Promise<RedisReply> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#waiting.push({ resolve, reject });
      const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
      this.#socket.write(`*${words.length}\r\n${parts.join('')}`);
    });
  }

  /** Hangs up. */
  close(): void {
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const parsed = parseReply(this.#received);
      if (parsed === undefined) return;
      this.#received = this.#received.subarray(parsed.end);
      const waiting = this.#waiting.shift();
      if (parsed.reply instanceof Error) waiting?.reject(parsed.reply);
      else waiting?.resolve(parsed.reply);
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
