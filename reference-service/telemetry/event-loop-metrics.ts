import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

const resolutionMs = 10;

/** One for the process, as there is one loop. */
let monitor: IntervalHistogram | undefined;

/**
 * Shows for how long the process stood still at most since the last scrape, under the name that prom-client gives it: what
 * looks like a slow answer or a clumsy wait may be the machine's doing.
 */
export function eventLoopMetrics(registry: Registry): void {
  if (!monitor) {
    monitor = monitorEventLoopDelay({ resolution: resolutionMs });
    monitor.enable();
  }
  const loop = monitor;
  new Gauge({
    name: 'nodejs_eventloop_lag_max_seconds',
    help: 'The longest time for which the event loop was late since the last scrape',
    registers: [registry],
    collect() {
      // Before anything was measured it is not a number above 0.
      this.set(Math.max(0, loop.max / 1e9 || 0));
      loop.reset();
    },
  });
}
