import type { WireRequest } from '../wire-request';
import { wireId } from './wire-id';

/**
 * The headers that OpenAI sends with every answer, good or bad. Resets are durations such as `120ms` or `1m30s`.
 * Source: https://platform.openai.com/docs/guides/rate-limits and https://platform.openai.com/docs/api-reference/debugging-requests.
 */
export function openAiHeaders(request: WireRequest): Record<string, string> {
  return {
    'openai-organization': 'org-double',
    'openai-processing-ms': '1',
    'openai-version': '2020-10-01',
    'x-ratelimit-limit-requests': '10000',
    'x-ratelimit-limit-tokens': '30000000',
    'x-ratelimit-remaining-requests': '9999',
    'x-ratelimit-remaining-tokens': '29999900',
    'x-ratelimit-reset-requests': '6ms',
    'x-ratelimit-reset-tokens': '0s',
    'x-request-id': wireId('req_', 32, request),
  };
}
