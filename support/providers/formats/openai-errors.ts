import type { WireRequest } from '../wire-request';
import type { Refusal, WireError } from './dialect';
import { goDuration } from './go-duration';
import { limitStanding } from './limit-standing';
import { openAiHeaders, openAiLimits } from './openai-headers';
import { retryHeaders } from './retry-headers';

interface Row {
  status: number;
  message: string;
  type: string;
  param?: string;
  code?: string;
  headers?: Record<string, string>;
}

const serverError = 'The server had an error while processing your request. Sorry about that!';

/**
 * An error as OpenAI answers it: `{"error": {"message", "type", "param", "code"}}`.
 * Source: https://platform.openai.com/docs/guides/error-codes and the bodies quoted in reports about the official SDKs.
 */
export function openAiError(refusal: Refusal, request: WireRequest): WireError {
  const { status, message, type, param = null, code = null, headers = {} } = row(refusal, request);
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...openAiHeaders(request, limitStanding(refusal)),
      ...headers,
      ...retryHeaders(refusal, request.nowMs),
    },
    body: JSON.stringify({ error: { message, type, param, code } }),
  };
}

function row(refusal: Refusal, { model }: WireRequest): Row {
  const invalid = { status: 400, type: 'invalid_request_error' };
  switch (refusal.kind) {
    case 'failing':
      return { status: refusal.status ?? 500, message: serverError, type: 'server_error' };
    case 'overloaded':
      return {
        status: 503,
        message: 'Our servers are currently overloaded. Please try again later.',
        type: 'service_unavailable_error',
        code: 'server_is_overloaded',
      };
    case 'rate-limiting':
      return {
        status: 429,
        ...rateLimit(refusal, model),
        code: 'rate_limit_exceeded',
      };
    case 'out-of-quota':
      return {
        status: 429,
        message:
          'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
        headers: { 'x-should-retry': 'false' },
      };
    case 'rejecting-credentials':
      return {
        status: 401,
        message:
          'Incorrect API key provided: sk-do****uble. You can find your API key at https://platform.openai.com/account/api-keys.',
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      };
    case 'refusing-content':
      return {
        ...invalid,
        message: 'Your request was rejected as a result of our safety system.',
        code: 'content_policy_violation',
      };
    case 'context-too-long':
      return {
        ...invalid,
        message:
          "This model's maximum context length is 128000 tokens. However, your messages resulted in 204308 tokens. Please reduce the length of the messages.",
        param: 'messages',
        code: 'context_length_exceeded',
      };
    case 'invalid-request':
      return {
        ...invalid,
        message: "Missing required parameter: 'messages[0].content'.",
        param: 'messages[0].content',
        code: 'missing_required_parameter',
      };
  }
}

/** Only a limit that is enforced tells its wait in words as well: what `asks` is to say stands in one header. */
function rateLimit(
  refusal: Extract<Refusal, { kind: 'rate-limiting' }>,
  model: string,
): Pick<Row, 'message' | 'type'> {
  const shown = limitStanding(refusal);
  const type = shown?.of ?? 'requests';
  const limit = shown?.limit ?? openAiLimits.find(({ of }) => of === type)?.limit;
  const unit = type === 'requests' ? 'requests per min (RPM)' : 'tokens per min (TPM)';
  const requested = type === 'requests' ? 1 : 100;
  const again = refusal.standing && `Please try again in ${goDuration(refusal.standing.waitMs)}.`;
  const sentences = [
    `Rate limit reached for ${model} in organization org-double on ${unit}: Limit ${limit}, Used ${limit}, Requested ${requested}.`,
    ...(again === undefined ? [] : [again]),
    'Visit https://platform.openai.com/account/rate-limits to learn more.',
  ];
  return { message: sentences.join(' '), type };
}
