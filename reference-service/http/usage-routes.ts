import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { nowMs } from '../clock';
import { UserError } from '../errors/user-error';
import type { Parts } from '../parts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of the error that it was refused with. */
    refusedWith?: string;
  }
}

/** `GET /v1/usage`: what the user did in the last 30 days. And the record of it. */
export function usageRoutes(app: FastifyInstance, { analytics }: Pick<Parts, 'analytics'>): void {
  // Nobody's account has to include this: everybody may see what they did themselves.
  app.get('/v1/usage', { config: { operation: 'usage' } }, async (request) => {
    if (!analytics) throw new UserError('not_found', { detail: 'This service keeps no usage reports.' });
    return { usage: await analytics.usageOf(request.user.name) };
  });

  app.addHook('onResponse', async (request) => {
    const { operation } = request.routeOptions.config;
    // Who looks at the report does not use anything; who is not known is nobody's business.
    if (!analytics || !request.user || operation === undefined || operation === 'usage') return;
    analytics.record({
      id: randomUUID(),
      at: Math.round(nowMs()),
      user: request.user.name,
      operation,
      refused: request.refusedWith ?? '',
      duration_ms: Math.round(nowMs() - request.arrivedAtMs),
    });
  });
}
