import type { FastifyInstance } from 'fastify';
import { UserError } from '../errors/user-error';
import type { Parts } from '../parts';
import type { Question } from '../providers/provider';
import { priorityOf } from '../queue/priority';
import { untilTheEnd } from '../routing/delivery';
import { conversationIdIn } from './conversation-routes';
import { deadlineOf, hangUpSignal, sourceOf } from './request-context';

const instruction = 'Summarise this conversation in at most three sentences.';

/** `POST /v1/threads/:id/summary`: work on the side, which comes after users' questions of the same plan. */
export function summaryRoutes(app: FastifyInstance, parts: Parts): void {
  const { router, policy, metrics, conversations } = parts;

  app.post('/v1/threads/:id/summary', { config: { operation: 'summarise' } }, async (request, reply) => {
    if (!conversations)
      throw new UserError('not_found', { detail: 'This service runs without conversations.' });
    const user = request.user.name;
    const caller = {
      user,
      priority: priorityOf(request.user.plan, 'background'),
      deadlineMs: deadlineOf(request, policy.timeouts.deadlineMs),
      signal: hangUpSignal(reply),
    };
    const { conversation } = await conversations.read(user, conversationIdIn(request.params));
    const { id, messages } = conversation;
    const text = messages.map((message) => `${message.author}: ${message.text}`).join('\n');
    const question: Question = {
      model: parts.providers[0]?.provider.model ?? '',
      messages: [
        { role: 'system', content: instruction },
        { role: 'user', content: text },
      ],
    };
    const onSetback = parts.setbackRecorder(request.log, user, 'summarise');
    const routed = await router.route(question, caller, onSetback, untilTheEnd);
    metrics.answered('summarise', 'complete');
    reply.header('x-answer-source', sourceOf(routed.provider, parts));
    return { id, summary: routed.taken.text, model: routed.model };
  });
}
