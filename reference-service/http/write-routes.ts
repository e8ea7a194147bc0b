import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UserError } from '../errors/user-error';
import type { DurableWrites } from '../journal/durable-writes';
import { idempotencyKeyIn, isIdempotencyKey } from '../writes/idempotency-key';
import { orderIn } from '../writes/order';
import { type Intent, writeFor } from '../writes/write';
import { conversationIdIn, text } from './conversation-routes';

/** Adding messages, placing orders, and what became of them. */
export function writeRoutes(app: FastifyInstance, durable: DurableWrites | undefined): void {
  const needed = (): DurableWrites => {
    if (!durable) throw new UserError('not_found', { detail: 'This service runs without a database.' });
    return durable;
  };
  const submit = async (
    request: FastifyRequest,
    reply: FastifyReply,
    key: string,
    intent: Intent,
  ): Promise<FastifyReply> => {
    const accepted = await needed().writes.submit(writeFor(request.user.name, key, intent));
    if (accepted.status === 'pending') return reply.code(202).send(accepted);
    if (accepted.isRepeated) reply.header('idempotent-replayed', 'true');
    return reply.code(201).send(accepted.result);
  };

  app.post(
    '/v1/threads/:id/messages',
    {
      config: { operation: 'write' },
      schema: { body: { type: 'object', required: ['text'], properties: { text: text(20_000) } } },
    },
    (request, reply) => {
      const { text } = request.body as { text: string };
      const thread = conversationIdIn(request.params).toLowerCase();
      const key = idempotencyKeyIn(request.headers['idempotency-key']) ?? randomUUID();
      return submit(request, reply, key, { kind: 'add message', payload: { thread, text } });
    },
  );

  app.post('/v1/orders', { config: { operation: 'order' } }, (request, reply) => {
    const key = idempotencyKeyIn(request.headers['idempotency-key']);
    if (key === undefined) throw new UserError('key_missing');
    return submit(request, reply, key, { kind: 'place order', payload: { order: orderIn(request.body) } });
  });

  app.get('/v1/orders/:id', { config: { operation: 'read' } }, async (request, reply) => {
    const { orders, statuses } = needed();
    const id = conversationIdIn(request.params).toLowerCase();
    // The journal first: what leaves it between the two questions is in the database by then.
    const kept = await statuses.kept(request.user.name, id);
    if (kept) return reply.code(202).send({ status: kept.state, id, key: kept.key });
    return orders.read(request.user.name, id);
  });

  app.get('/v1/writes/:key', { config: { operation: 'read' } }, (request) => {
    const { key } = request.params as { key: string };
    if (!isIdempotencyKey(key)) throw new UserError('not_found');
    return needed().statuses.of(request.user.name, key);
  });
}
