import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { type StorageClass, storageClasses } from '../queue/priority';
import type { TurnOutcome } from './connection-turns';

/** What `/metrics` shows of those who had to wait for a connection to the database. */
export class AdmissionMetrics {
  readonly #left: Counter;
  readonly #seconds: Histogram;

  /** @param waiting asked at each scrape. */
  constructor(registry: Registry, waiting: () => ReadonlyMap<StorageClass, number>) {
    const registers = [registry];
    new Gauge({
      name: 'admission_waiting',
      help: 'Requests that wait for a connection to the database now',
      labelNames: ['class'],
      registers,
      collect() {
        const counts = waiting();
        for (const each of storageClasses) this.set({ class: each }, counts.get(each) ?? 0);
      },
    });
    this.#left = new Counter({
      name: 'admission_left_total',
      help: 'Requests that had to wait for a connection to the database, by what became of them',
      labelNames: ['class', 'outcome'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'admission_wait_duration_seconds',
      help: 'How long requests waited for a connection to the database, by what became of them',
      labelNames: ['outcome'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    });
  }

  left(priority: StorageClass, outcome: TurnOutcome, waitedMs: number): void {
    this.#left.inc({ class: priority, outcome });
    this.#seconds.observe({ outcome }, waitedMs / 1_000);
  }
}
