import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import { UserError } from '../errors/user-error';
import { authorizationIn, liveProtocol } from '../live/bearer-protocol';
import type { Live } from '../live/live';

/** Clients have nothing to say but signs of life. */
const mostBytesFromClient = 1_024;

/** `GET /v1/live`: the state of the service and new messages, over a WebSocket, as they come. */
export function liveRoutes(app: FastifyInstance, live: Live): void {
  app.register(websocket, {
    options: {
      maxPayload: mostBytesFromClient,
      handleProtocols: (offered) => (offered.has(liveProtocol) ? liveProtocol : false),
    },
    // They are told first, and not all to come back at once.
    preClose: (done) => {
      live.leave();
      done();
    },
    errorHandler: (_error, socket) => socket.terminate(),
  });
  // Whom a hook turned away before the plugin saw the request would keep the socket, and that the server from closing.
  app.addHook('onResponse', async ({ raw }) => {
    if (raw.headers.upgrade !== undefined) raw.socket.destroySoon();
  });
  app.register(async (scope) => {
    scope.get(
      '/v1/live',
      {
        websocket: true,
        config: { operation: 'live' },
        schema: { querystring: { type: 'object', properties: { lastEventId: { type: 'string' } } } },
        preHandler: async (request) => {
          if (!request.ws) throw new UserError('invalid_request', { detail: 'This is a WebSocket.' });
          live.admit(request.user);
        },
      },
      (socket, request) => {
        const { authorization, 'sec-websocket-protocol': protocols } = request.headers;
        const { lastEventId } = request.query as { lastEventId?: string };
        live.connect(socket, request.user, {
          requestId: request.id,
          authorization: authorization ?? authorizationIn(protocols) ?? '',
          lastEventId,
        });
      },
    );
  });
}
