import { connect, type Socket } from 'node:net';
import type { Direction, Toxic } from '../toxic';
import { Link } from './link';
import { resetSocket } from './reset-socket';

/** What is known of a connection that came through the proxy. Times are milliseconds since the epoch. */
export interface ConnectionRecord {
  readonly number: number;
  readonly acceptedAtMs: number;
  closedAtMs?: number;
  /** Bytes delivered to the server. */
  upstreamBytes: number;
  /** Bytes delivered to the client. */
  downstreamBytes: number;
}

const now = () => performance.timeOrigin + performance.now();

/** A client's connection, the one to the server that belongs to it, and a link each way. */
export class ProxiedConnection {
  readonly record: ConnectionRecord;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #links: Record<Direction, Link>;

  constructor(number: number, client: Socket, target: { host: string; port: number }, onClosed: () => void) {
    this.record = { number, acceptedAtMs: now(), upstreamBytes: 0, downstreamBytes: 0 };
    this.#client = client;
    this.#server = connect({ ...target, allowHalfOpen: true, noDelay: true });
    client.setNoDelay(true);
    this.#links = {
      upstream: new Link(client, this.#server, this.#ownerOf('upstreamBytes')),
      downstream: new Link(this.#server, client, this.#ownerOf('downstreamBytes')),
    };
    const closed = () => {
      if (this.record.closedAtMs !== undefined || !client.closed || !this.#server.closed) return;
      this.record.closedAtMs = now();
      this.#finish();
      onClosed();
    };
    client.on('close', closed);
    this.#server.on('close', closed);
  }

  attach(key: object, toxic: Toxic, direction: Direction): void {
    this.#links[direction].attach(key, toxic, { direction, connection: this.record.number });
  }

  detach(key: object): void {
    this.#links.upstream.detach(key);
    this.#links.downstream.detach(key);
  }

  /** RST to both sides. */
  reset(): void {
    this.#finish();
    resetSocket(this.#client);
    resetSocket(this.#server);
  }

  /** FIN to both sides, after what has been delivered to them. */
  close(): void {
    this.#finish();
    for (const socket of [this.#client, this.#server]) {
      socket.removeAllListeners('data');
      socket.resume();
      socket.destroySoon();
    }
  }

  #finish(): void {
    this.#links.upstream.finish();
    this.#links.downstream.finish();
  }

  #ownerOf(counter: 'upstreamBytes' | 'downstreamBytes') {
    return {
      close: () => this.close(),
      reset: () => this.reset(),
      carried: (bytes: number) => {
        this.record[counter] += bytes;
      },
    };
  }
}
