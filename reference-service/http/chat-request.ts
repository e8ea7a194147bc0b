import { UserError } from '../errors/user-error';
import type { Question } from '../providers/provider';

/** The body of `POST /v1/chat/completions`, as far as every provider has it. */
export interface ChatRequest {
  model: string;
  messages: { role: string; content: string | { type: string; text?: string }[] }[];
  stream?: boolean | null;
  stream_options?: { include_usage?: boolean } | null;
  max_tokens?: number | null;
  max_completion_tokens?: number | null;
  temperature?: number | null;
  top_p?: number | null;
  stop?: string | string[] | null;
  n?: number | null;
}

const nullable = (type: string, more: object = {}): object => ({ type, nullable: true, ...more });

/** https://platform.openai.com/docs/api-reference/chat/create */
export const chatRequestSchema = {
  type: 'object',
  required: ['model', 'messages'],
  properties: {
    model: { type: 'string', minLength: 1 },
    messages: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['role', 'content'],
        properties: { role: { enum: ['system', 'developer', 'user', 'assistant'] } },
      },
    },
    stream: nullable('boolean'),
    max_tokens: nullable('integer', { minimum: 1 }),
    max_completion_tokens: nullable('integer', { minimum: 1 }),
    temperature: nullable('number', { minimum: 0, maximum: 2 }),
    top_p: nullable('number', { minimum: 0, maximum: 1 }),
  },
};

/** What would change the answer and cannot be had from every provider is refused rather than ignored. */
const notOffered = [
  'tools',
  'functions',
  'response_format',
  'audio',
  'logprobs',
  'logit_bias',
  'presence_penalty',
  'frequency_penalty',
  'seed',
] as const;

/**
 * The question in a request.
 * @throws UserError `invalid_request` naming what is not offered here.
 */
export function questionIn(body: ChatRequest): Question {
  const asked = notOffered.find((name) => (body as unknown as Record<string, unknown>)[name]);
  if (asked) throw new UserError('invalid_request', { detail: `"${asked}" is not offered here.` });
  if ((body.n ?? 1) !== 1) throw new UserError('invalid_request', { detail: '"n" must be 1.' });
  if (![body.stop ?? []].flat().every((each) => typeof each === 'string')) {
    throw new UserError('invalid_request', { detail: '"stop" must be a text or a list of texts.' });
  }
  const maxTokens = body.max_completion_tokens ?? body.max_tokens;
  return {
    model: body.model,
    messages: body.messages.map(({ role, content }) => ({ role: roleIn(role), content: textIn(content) })),
    ...(maxTokens == null ? {} : { maxTokens }),
    ...(body.temperature == null ? {} : { temperature: body.temperature }),
    ...(body.top_p == null ? {} : { topP: body.top_p }),
    ...(body.stop == null ? {} : { stop: [body.stop].flat() }),
  };
}

function roleIn(role: string): 'system' | 'user' | 'assistant' {
  return role === 'developer' ? 'system' : (role as 'system' | 'user' | 'assistant');
}

function textIn(content: unknown): string {
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? (content as { type?: string; text?: unknown }[]) : undefined;
  if (parts?.every((part) => part?.type === 'text' && typeof part.text === 'string')) {
    return parts.map((part) => part.text).join('');
  }
  throw new UserError('invalid_request', { detail: 'The content of a message must be text.' });
}
