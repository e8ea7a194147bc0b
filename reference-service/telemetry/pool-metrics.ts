import { Gauge, type Registry } from 'prom-client';
import type { PoolReading } from '../database/database';

/** Adds what `/metrics` shows of the pool of database connections. @param reading asked at each scrape. */
export function addPoolMetrics(registry: Registry, reading: () => PoolReading): void {
  const registers = [registry];
  new Gauge({
    name: 'database_connections',
    help: 'Connections to the database that are in use (or being opened) and idle',
    labelNames: ['state'],
    registers,
    collect() {
      const { inUse, idle } = reading();
      this.set({ state: 'in use' }, inUse);
      this.set({ state: 'idle' }, idle);
    },
  });
  new Gauge({
    name: 'database_connections_most',
    help: 'Connections to the database that there may be at most',
    registers,
    collect() {
      this.set(reading().most);
    },
  });
  new Gauge({
    name: 'database_connections_waited_for',
    help: 'Callers that wait for a connection to the database to be free',
    registers,
    collect() {
      this.set(reading().waiting);
    },
  });
}
