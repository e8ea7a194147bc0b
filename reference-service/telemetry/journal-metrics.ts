import { Counter, Gauge, type Registry } from 'prom-client';
import type { JournalReading } from '../journal/journal';

/** What became of writes that the journal had to do with. */
export type JournalOutcome =
  | 'appended'
  | 'applied'
  | 'rejected'
  | 'set aside'
  | 'full'
  | 'lost'
  | 'loss withdrawn';

/** What `/metrics` shows of the journal. */
export class JournalMetrics {
  readonly #entries: Counter;

  /** @param reading asked at each scrape. */
  constructor(registry: Registry, reading: () => JournalReading) {
    const registers = [registry];
    this.#entries = new Counter({
      name: 'journal_entries_total',
      help: 'Writes that were appended to the journal, refused by it or left it, by what became of them',
      labelNames: ['outcome'],
      registers,
    });
    new Gauge({
      name: 'journal_depth',
      help: 'Accepted writes that wait for the database, as last seen',
      registers,
      collect() {
        this.set(reading().depth ?? Number.NaN);
      },
    });
    new Gauge({
      name: 'journal_set_aside',
      help: 'Accepted writes that wait for staff',
      registers,
      collect() {
        this.set(reading().setAside);
      },
    });
    new Gauge({
      name: 'journal_oldest_age_seconds',
      help: 'For how long the oldest accepted write has waited; 0 when none waits',
      registers,
      collect() {
        const { oldestAtMs } = reading();
        this.set(oldestAtMs === undefined ? 0 : Math.max(0, Date.now() - oldestAtMs) / 1000);
      },
    });
  }

  entry(outcome: JournalOutcome, count = 1): void {
    this.#entries.inc({ outcome }, count);
  }
}
