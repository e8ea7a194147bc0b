import type { FastifyInstance } from 'fastify';
import type { Conversations } from '../database/conversations';
import { UserError } from '../errors/user-error';

/** The schema of a text. PostgreSQL has no room for NUL in it. */
export const text = (maxLength: number): object => ({
  type: 'string',
  minLength: 1,
  maxLength,
  pattern: '^[^\\u0000]*$',
});
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id in the path of a conversation. @throws UserError `not_found` for what is none. */
export function conversationIdIn(params: unknown): string {
  const { id } = params as { id: string };
  if (!uuid.test(id)) throw new UserError('not_found');
  return id;
}

/** `/v1/threads`: begin and read conversations. */
export function conversationRoutes(app: FastifyInstance, conversations: Conversations | undefined): void {
  const needed = (): Conversations => {
    if (!conversations)
      throw new UserError('not_found', { detail: 'This service runs without conversations.' });
    return conversations;
  };

  app.post(
    '/v1/threads',
    {
      config: { operation: 'write' },
      schema: { body: { type: 'object', required: ['title'], properties: { title: text(200) } } },
    },
    async (request, reply) => {
      const id = await needed().begin(request.user.name, (request.body as { title: string }).title);
      return reply.code(201).send({ id });
    },
  );

  app.get('/v1/threads/:id', { config: { operation: 'read' } }, (request) =>
    needed().read(request.user.name, conversationIdIn(request.params)),
  );
}
