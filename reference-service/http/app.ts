import { randomUUID } from 'node:crypto';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { type Permission, permissions } from '../auth/user';
import { nowMs } from '../clock';
import { UserError } from '../errors/user-error';
import { authorizationIn } from '../live/bearer-protocol';
import type { Parts } from '../parts';
import { requestStory } from '../telemetry/request-story';
import { chatRoutes } from './chat-routes';
import { conversationRoutes } from './conversation-routes';
import { liveRoutes } from './live-routes';
import { hangUpSignal } from './request-context';
import { restOfBody } from './rest-of-body';
import { SilentConnections } from './silent-connections';
import { stateRoutes } from './state-routes';
import { summaryRoutes } from './summary-routes';
import { usageRoutes } from './usage-routes';
import { writeRoutes } from './write-routes';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Needs no sign-in. */
    isPublic?: boolean;
    /** The operation, for logs and metrics. */
    operation?: string;
  }
}

/** The service's HTTP side. */
export function createApp(parts: Parts): FastifyInstance {
  const app = fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: (request) => safeRequestId(request.headers['x-request-id']) ?? randomUUID(),
    bodyLimit: 1_048_576,
    forceCloseConnections: 'idle',
    // Whoever comes too late is told in our own words.
    return503OnClosing: false,
  });
  const silent = new SilentConnections(app.server);

  app.addHook('onRequest', async (request, reply) => {
    request.arrivedAtMs = nowMs();
    reply.header('x-request-id', request.id);
    if (parts.isDraining()) reply.header('connection', 'close');
    if (request.routeOptions.config.isPublic) return;
    if (parts.isDraining()) throw new UserError('service_stopping', { retryAfterMs: 1_000 });
    const { authorization, 'sec-websocket-protocol': protocols } = request.headers;
    const user = parts.users.withAuthorization(authorization ?? authorizationIn(protocols));
    if (!user) throw new UserError('not_authenticated');
    if (user === 'expired') throw new UserError('sign_in_expired');
    request.user = user;
    const operation = request.routeOptions.config.operation;
    if (isPermission(operation) && !user.may.has(operation)) throw new UserError('not_permitted');
  });
  app.addHook('preHandler', (request, reply, done) => {
    const { id: requestId, user, routeOptions } = request;
    const operation = routeOptions.config.operation ?? 'other';
    const serviceLevel = parts.level.level;
    if (!user) return done();
    const { name, plan } = user;
    const story = { requestId, user: name, plan, operation, serviceLevel, gone: hangUpSignal(reply) };
    requestStory.run(story, done);
  });
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-service-level', parts.level.level);
    if (reply.getHeader('connection') === 'close') await restOfBody(request.raw);
  });
  app.addHook('preClose', async () => {
    silent.hangUp();
    // Who is still busy after that would keep us from ending.
    setTimeout(() => app.server.closeAllConnections(), parts.policy.drainMs).unref();
  });
  // Closing closes what is idle now; a connection that falls idle later would keep us for its whole keep-alive time.
  app.addHook('onResponse', async () => {
    if (parts.isDraining()) setImmediate(() => app.server.closeIdleConnections());
  });
  app.setNotFoundHandler(() => {
    throw new UserError('not_found');
  });
  app.setErrorHandler((error: FastifyError | UserError, request, reply) =>
    answerError(error, request, reply, parts),
  );

  chatRoutes(app, parts);
  conversationRoutes(app, parts);
  writeRoutes(app, parts.durableWrites);
  summaryRoutes(app, parts);
  usageRoutes(app, parts);
  liveRoutes(app, parts.live);
  stateRoutes(app, parts);
  return app;
}

function answerError(
  error: FastifyError | UserError,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: Parts,
): FastifyReply {
  const told = userErrorFor(error);
  const operation = request.routeOptions?.config?.operation ?? 'other';
  request.refusedWith = told.code;
  parts.metrics.answered(operation, told.code);
  const context = {
    event: 'answer.refused',
    user: request.user?.name,
    operation,
    code: told.code,
    class: told.errorClass,
    serviceLevel: parts.level.level,
    durationMs: Math.round(nowMs() - request.arrivedAtMs),
    cause: causeOf(told.cause),
  };
  if (told.code === 'internal_error')
    request.log.error({ ...context, err: error }, 'an answer failed unexpectedly');
  else if (told.status >= 500) request.log.warn(context, `a user was refused: ${told.code}`);
  else request.log.info(context, `a request was turned down: ${told.code}`);
  if (told.status === 401) reply.header('www-authenticate', 'Bearer');
  if (told.retryAfterSeconds !== undefined) reply.header('retry-after', told.retryAfterSeconds);
  // We have retried already; an SDK that retries on top would multiply the load.
  return reply
    .code(told.status)
    .header('x-should-retry', 'false')
    .send(told.body(parts.level.level, parts.whatWorks()));
}

function userErrorFor(error: FastifyError | UserError): UserError {
  if (error instanceof UserError) return error;
  if (error.validation)
    return new UserError('invalid_request', { detail: `${error.message}.`, cause: error });
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return new UserError('invalid_request', { detail: `${error.message}.`, cause: error });
  }
  return new UserError('internal_error', { cause: error });
}

function causeOf(cause: unknown): string | undefined {
  if (cause instanceof Error) return 'code' in cause ? `${cause.code}: ${cause.message}` : cause.message;
  return cause === undefined ? undefined : JSON.stringify(cause);
}

function isPermission(operation: string | undefined): operation is Permission {
  return permissions.includes(operation as Permission);
}

function safeRequestId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w.-]{1,100}$/.test(header) ? header : undefined;
}
