import type { WireRequest } from '../wire-request';
import type { Dialect } from './dialect';
import { openAiError } from './openai-errors';
import { openAiHeaders, openAiLimits } from './openai-headers';
import { wireId } from './wire-id';

/**
 * OpenAI's chat completions.
 * Source: https://platform.openai.com/docs/api-reference/chat (object, streaming) and the types of the `openai` package.
 */
export const openAi: Dialect = {
  format: 'openai',
  path: '/v1/chat/completions',
  basePath: '/v1',
  limits: openAiLimits.map(({ of }) => of),
  headers: openAiHeaders,
  opening: (request) => chunk(request, { role: 'assistant', content: '', refusal: null }),
  token: (request, token) => chunk(request, { content: token }),
  closing: (request, tokens) => chunk(request, {}, 'stop') + usageChunk(request, tokens) + done,
  emptyStream: (request) => openAi.opening(request) + openAi.closing(request, []),
  errorEvent: (request) => `data: ${openAiError({ kind: 'failing' }, request).body}\n\n`,
  body(request, tokens) {
    const message = { role: 'assistant', content: tokens.join(''), refusal: null, annotations: [] };
    return JSON.stringify({
      ...envelope(request, 'chat.completion'),
      choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
      usage: usage(request, tokens),
    });
  },
  garbage: Buffer.concat([Buffer.from('data: {"id":"\u0000<<'), Buffer.from([0xff, 0xfe, 0xc3, 0x0a, 0x0a])]),
  error: openAiError,
};

const done = 'data: [DONE]\n\n';

function envelope(request: WireRequest, object: 'chat.completion' | 'chat.completion.chunk') {
  return {
    id: wireId('chatcmpl-', 29, request),
    object,
    created: Math.floor(request.nowMs / 1000),
    model: request.model,
    service_tier: 'default',
    system_fingerprint: 'fp_44709d6fcb',
  };
}

function chunk(request: WireRequest, delta: object, finishReason: 'stop' | null = null): string {
  return event(request, [{ index: 0, delta, logprobs: null, finish_reason: finishReason }], null);
}

/** The last chunk before the end, sent only where the request asked for it. */
function usageChunk(request: WireRequest, tokens: readonly string[]): string {
  return request.includesUsage ? event(request, [], usage(request, tokens)) : '';
}

function event(request: WireRequest, choices: object[], usageOrNull: object | null): string {
  const fields = { ...envelope(request, 'chat.completion.chunk'), choices };
  return `data: ${JSON.stringify(request.includesUsage ? { ...fields, usage: usageOrNull } : fields)}\n\n`;
}

function usage(request: WireRequest, tokens: readonly string[]) {
  const promptTokens = 8 + request.question.split(/\s+/u).length;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: tokens.length,
    total_tokens: promptTokens + tokens.length,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
