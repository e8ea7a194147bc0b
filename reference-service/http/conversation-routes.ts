import type { FastifyInstance } from 'fastify';
import type { CachedConversations, ShownConversation } from '../cache/cached-conversations';
import { UserError } from '../errors/user-error';
import type { Parts } from '../parts';

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
export function conversationRoutes(
  app: FastifyInstance,
  { conversations, durableWrites }: Pick<Parts, 'conversations' | 'durableWrites'>,
): void {
  const needed = (): CachedConversations => {
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

  app.get('/v1/threads/:id', { config: { operation: 'read' } }, async (request, reply) => {
    const mayHold = (): boolean => durableWrites?.reading().journalMayHold ?? false;
    // What waited when the question came may have been put in place while it was read, and be missed all the same.
    const mightMiss = mayHold();
    const shown = await needed().read(request.user.name, conversationIdIn(request.params));
    reply.header('x-answer-source', shown.source).header('age', Math.floor(shown.ageMs / 1_000));
    return { ...shown.conversation, freshness: freshnessOf(shown, mightMiss || mayHold()) };
  });
}

/** How much a reader can rely on it; in words where it is old, or where something accepted may not stand in it yet. */
function freshnessOf(shown: ShownConversation, mayHold: boolean): object {
  const { source, ageMs, isStale, isDoubtful } = shown;
  const seconds = Math.max(1, Math.round(ageMs / 1_000));
  const ago = `${seconds} second${seconds === 1 ? '' : 's'} ago`;
  const sentences = [
    ...(isStale
      ? [`This is how it was ${ago}; whether it has changed cannot be checked at the moment.`]
      : []),
    ...(mayHold ? ['What was accepted and still has to be put in place may be missing here.'] : []),
    ...(isDoubtful
      ? ['What was sent last, and nobody knows whether it was accepted, may be missing here.']
      : []),
  ];
  const sentence = sentences.length > 0 ? { sentence: sentences.join(' ') } : {};
  return { source, ageMs: Math.round(ageMs), isStale, mayMissAccepted: mayHold || isDoubtful, ...sentence };
}
