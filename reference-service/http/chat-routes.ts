import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UserError } from '../errors/user-error';
import type { Parts } from '../parts';
import type { Question } from '../providers/provider';
import { ProviderFailure } from '../providers/provider-failure';
import { priorityOf } from '../queue/priority';
import { untilFirstToken, untilTheEnd } from '../routing/delivery';
import type { Routed } from '../routing/journey';
import type { Caller } from '../routing/router';
import { type AnswerIdentity, completion, completionStream } from './chat-answer';
import { type ChatRequest, chatRequestSchema, questionIn } from './chat-request';
import { deadlineOf, hangUpSignal, sourceOf } from './request-context';

/** `POST /v1/chat/completions`: ask the assistant. */
export function chatRoutes(app: FastifyInstance, parts: Parts): void {
  const { router, policy, metrics, level } = parts;

  app.post<{ Body: ChatRequest }>(
    '/v1/chat/completions',
    { schema: { body: chatRequestSchema }, config: { operation: 'ask' } },
    async (request, reply) => {
      const question = questionIn(request.body);
      const caller: Caller = {
        user: request.user.name,
        priority: priorityOf(request.user.plan, 'question'),
        deadlineMs: deadlineOf(request, policy.timeouts.deadlineMs),
        signal: hangUpSignal(reply),
      };
      const onSetback = parts.setbackRecorder(request.log, caller.user, 'ask');
      if (!request.body.stream) {
        const routed = await router.route(question, caller, onSetback, untilTheEnd);
        metrics.answered('ask', 'complete');
        mark(reply, routed);
        return completion(identityOf(request, routed), routed.taken);
      }
      const routed = await router.route(question, caller, onSetback, untilFirstToken);
      const includeUsage = request.body.stream_options?.include_usage === true;
      const onBroken = (error: unknown): object => breakOff(error, request, question, routed.provider.name);
      const stream = completionStream(
        identityOf(request, routed),
        routed.taken.events,
        includeUsage,
        onBroken,
      );
      mark(reply, routed)
        .header('content-type', 'text/event-stream; charset=utf-8')
        .header('cache-control', 'no-cache');
      const body = Readable.from(counted(stream, metrics), { objectMode: false });
      // Whoever hangs up before the first byte is read leaves generators that have not begun and would release nothing.
      body.once('close', () => void routed.taken.events.return(undefined));
      return reply.send(body);
    },
  );

  /** Writes down why a stream ended after its first token. @returns what the user is told of it. */
  function breakOff(error: unknown, request: FastifyRequest, question: Question, provider: string): object {
    const user = request.user.name;
    const cause = error instanceof ProviderFailure ? error.code : String(error);
    if (cause === 'cancelled') {
      metrics.answered('ask', 'given_up');
      request.log.info({ event: 'answer.given-up', user, provider }, 'a user gave up a stream');
      return told(request, new UserError('given_up'));
    }
    const event = { event: 'answer.broken-off', user, provider, cause };
    request.log.warn(event, 'a stream broke off after its first token; the user was told');
    metrics.answered('ask', 'broken off');
    if (cause === 'deadline') return told(request, new UserError('deadline_exceeded', { cause: error }));
    router.brokenStreams.remember(user, question, provider);
    return told(request, new UserError('answer_broken_off', { retryAfterMs: 1_000, cause: error }));
  }

  function told(request: FastifyRequest, error: UserError): object {
    request.refusedWith = error.code;
    return error.body(level.level, parts.whatWorks());
  }

  function mark(reply: FastifyReply, { provider }: Routed<unknown>): FastifyReply {
    return reply.header('x-answer-source', sourceOf(provider, parts));
  }
}

async function* counted(stream: AsyncGenerator<string>, metrics: Parts['metrics']): AsyncGenerator<string> {
  for await (const event of stream) {
    if (event === 'data: [DONE]\n\n') metrics.answered('ask', 'complete');
    yield event;
  }
}

function identityOf(request: FastifyRequest, { model }: Routed<unknown>): AnswerIdentity {
  return { id: `chatcmpl-${request.id}`, model, createdSeconds: Math.floor(Date.now() / 1000) };
}
