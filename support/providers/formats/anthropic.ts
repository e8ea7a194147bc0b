import type { WireRequest } from '../wire-request';
import { anthropicError } from './anthropic-errors';
import { anthropicHeaders, anthropicLimits } from './anthropic-headers';
import type { Dialect } from './dialect';
import { wireId } from './wire-id';

/**
 * Anthropic's messages.
 * Source: https://docs.anthropic.com/en/api/messages and https://docs.anthropic.com/en/api/messages-streaming.
 */
export const anthropic: Dialect = {
  format: 'anthropic',
  path: '/v1/messages',
  basePath: '',
  limits: anthropicLimits.map(({ of }) => of),
  headers: anthropicHeaders,
  opening: (request) =>
    messageStart(request) +
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }) +
    event({ type: 'ping' }),
  token: (_request, token) =>
    event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: token } }),
  closing: (_request, tokens) => event({ type: 'content_block_stop', index: 0 }) + messageEnd(tokens),
  emptyStream: (request) => messageStart(request) + messageEnd([]),
  errorEvent: (request) => `event: error\ndata: ${anthropicError({ kind: 'overloaded' }, request).body}\n\n`,
  body: (request, tokens) =>
    JSON.stringify({
      ...message(request, tokens.length === 0 ? [] : [{ type: 'text', text: tokens.join('') }], 'end_turn'),
      usage: usage(request, tokens.length),
    }),
  garbage: Buffer.concat([
    Buffer.from('event: content_block_delta\ndata: {"id":"\u0000<<'),
    Buffer.from([0xff, 0xfe, 0xc3, 0x0a, 0x0a]),
  ]),
  error: anthropicError,
};

function messageStart(request: WireRequest): string {
  return event({
    type: 'message_start',
    message: { ...message(request, [], null), usage: usage(request, 1) },
  });
}

function messageEnd(tokens: readonly string[]): string {
  const delta = { stop_reason: 'end_turn', stop_sequence: null };
  return (
    event({ type: 'message_delta', delta, usage: { output_tokens: tokens.length } }) +
    event({ type: 'message_stop' })
  );
}

function message(request: WireRequest, content: object[], stopReason: 'end_turn' | null) {
  return {
    id: wireId('msg_01', 22, request),
    type: 'message',
    role: 'assistant',
    model: request.model,
    content,
    stop_reason: stopReason,
    stop_sequence: null,
  };
}

function usage(request: WireRequest, outputTokens: number) {
  return {
    input_tokens: 8 + request.question.split(/\s+/u).length,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: outputTokens,
    service_tier: 'standard',
  };
}

/** Every event carries its type twice: as the event's name and in its data. */
function event(data: { readonly type: string; readonly [field: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}
