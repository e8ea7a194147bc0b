import type { FastifyInstance } from 'fastify';
import type { BreakerReading } from '../breaker/breaker-state';
import type { Parts } from '../parts';
import { publishedLevel } from '../service-level/published-level';

/** What the service says of itself, to anybody: no secrets, and reading changes nothing. */
export function stateRoutes(app: FastifyInstance, parts: Parts): void {
  const config = { isPublic: true };

  app.get('/v1/status', { config }, () => {
    const breakers = parts.breakers.map((breaker) => published(breaker.reading()));
    return { ...publishedLevel(parts.level.reading()), breakers };
  });

  app.get('/health/live', { config }, () => ({ status: 'alive' }));

  app.get('/health/ready', { config }, (_request, reply) => {
    if (parts.isDraining()) return reply.code(503).send({ status: 'draining' });
    const journal = parts.durableWrites?.journalReadiness();
    return { status: 'ready', level: parts.level.level, ...(journal ? { journal } : {}) };
  });

  app.get('/metrics', { config }, async (_request, reply) => {
    reply.header('content-type', parts.metrics.registry.contentType);
    return parts.metrics.registry.metrics();
  });
}

function published({ sinceMs, trialsFromMs, ...reading }: BreakerReading): object {
  return {
    ...reading,
    since: iso(sinceMs),
    ...(trialsFromMs === undefined ? {} : { trialsFrom: iso(trialsFromMs) }),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
