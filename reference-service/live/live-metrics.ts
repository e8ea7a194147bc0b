import { Counter, Gauge, type Registry } from 'prom-client';
import type { LiveEnd } from './live-connection';

/** How a connection began: anew, where it had left off, or told to start afresh. */
export type LiveBeginning = 'new' | 'resumed' | 'afresh';

/** What stands at the moment. */
export interface LiveReading {
  connections: number;
  /** Bytes that wait for clients to read, of all connections together. */
  bufferedBytes: number;
}

/** What `/metrics` shows of live connections. */
export class LiveMetrics {
  readonly #began: Counter<'how'>;
  readonly #ended: Counter<'reason'>;
  readonly #told: Counter;

  constructor(registry: Registry, reading: () => LiveReading) {
    const registers = [registry];
    const gauge = (name: string, help: string, value: () => number): void => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });
    };
    gauge('live_connections', 'Live connections that stand', () => reading().connections);
    gauge(
      'live_buffered_bytes',
      'Bytes that wait for the clients of live connections to read',
      () => reading().bufferedBytes,
    );
    this.#began = new Counter({
      name: 'live_beginnings_total',
      help: 'Live connections by how they began: new, resumed, afresh',
      labelNames: ['how'],
      registers,
    });
    this.#ended = new Counter({
      name: 'live_ends_total',
      help: 'Live connections by why they ended',
      labelNames: ['reason'],
      registers,
    });
    this.#told = new Counter({
      name: 'live_messages_total',
      help: 'Messages that were told over live connections',
      registers,
    });
  }

  began(how: LiveBeginning): void {
    this.#began.inc({ how });
  }

  ended(reason: LiveEnd): void {
    this.#ended.inc({ reason });
  }

  told(): void {
    this.#told.inc();
  }
}
