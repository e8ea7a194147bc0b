import type { WireRequest } from '../wire-request';
import { goDuration } from './go-duration';
import { type LimitStanding, standings } from './limit-standing';
import { wireId } from './wire-id';

/** What is limited, while little of it is used. */
export const openAiLimits: readonly Required<LimitStanding>[] = [
  { of: 'requests', limit: 10_000, remaining: 9_999, resetMs: 6 },
  { of: 'tokens', limit: 30_000_000, remaining: 29_999_900, resetMs: 0 },
];

/**
 * The headers that OpenAI sends with every answer, good or bad. Resets are durations such as `120ms` or `1m30s`.
 * Source: https://platform.openai.com/docs/guides/rate-limits and https://platform.openai.com/docs/api-reference/debugging-requests.
 * @param shown the limit that does not stand as at rest.
 */
export function openAiHeaders(request: WireRequest, shown?: LimitStanding): Record<string, string> {
  const headers: Record<string, string> = {
    'openai-organization': 'org-double',
    'openai-processing-ms': '1',
    'openai-version': '2020-10-01',
    'x-request-id': wireId('req_', 32, request),
  };
  for (const { of, limit, remaining, resetMs } of standings(openAiLimits, shown)) {
    headers[`x-ratelimit-limit-${of}`] = String(limit);
    headers[`x-ratelimit-remaining-${of}`] = String(remaining);
    if (resetMs !== undefined) headers[`x-ratelimit-reset-${of}`] = goDuration(resetMs);
  }
  return headers;
}
