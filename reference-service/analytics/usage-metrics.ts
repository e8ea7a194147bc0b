import { Counter, Gauge, type Registry } from 'prom-client';
import type { Analytics } from './analytics';

/** Adds what `/metrics` shows of usage events. */
export function addUsageMetrics(registry: Registry, analytics: Analytics): void {
  const registers = [registry];
  new Gauge({
    name: 'usage_events_waiting',
    help: 'Usage events that wait to be stored',
    registers,
    collect() {
      this.set(analytics.reading().waiting);
    },
  });
  new Counter({
    name: 'usage_events_total',
    help: 'Usage events that were stored, and that were dropped because too many waited',
    labelNames: ['outcome'],
    registers,
    collect() {
      const { stored, dropped } = analytics.reading();
      this.reset();
      this.inc({ outcome: 'stored' }, stored);
      this.inc({ outcome: 'dropped' }, dropped);
    },
  });
}
