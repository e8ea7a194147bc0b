import type { WireRequest } from '../wire-request';
import { type LimitStanding, standings } from './limit-standing';
import { wholeSecond } from './whole-second';
import { wireId } from './wire-id';

/** What is limited, while little of it is used. */
export const anthropicLimits: readonly Required<LimitStanding>[] = [
  { of: 'requests', limit: 4_000, remaining: 3_999, resetMs: 60_000 },
  { of: 'tokens', limit: 480_000, remaining: 480_000, resetMs: 60_000 },
  { of: 'input-tokens', limit: 400_000, remaining: 400_000, resetMs: 60_000 },
  { of: 'output-tokens', limit: 80_000, remaining: 80_000, resetMs: 60_000 },
];

/**
 * The headers that Anthropic sends with every answer, good or bad. Resets are RFC 3339 dates, in whole seconds.
 * Source: https://docs.anthropic.com/en/api/rate-limits#response-headers.
 * @param shown the limit that does not stand as at rest.
 */
export function anthropicHeaders(request: WireRequest, shown?: LimitStanding): Record<string, string> {
  const headers: Record<string, string> = {
    'anthropic-organization-id': '00000000-0000-4000-8000-000000000000',
    'request-id': requestId(request),
  };
  for (const { of, limit, remaining, resetMs } of standings(anthropicLimits, shown)) {
    headers[`anthropic-ratelimit-${of}-limit`] = String(limit);
    headers[`anthropic-ratelimit-${of}-remaining`] = String(remaining);
    if (resetMs !== undefined) headers[`anthropic-ratelimit-${of}-reset`] = rfc3339(request.nowMs + resetMs);
  }
  return headers;
}

/** Also in the body of errors. */
export function requestId(request: WireRequest): string {
  return wireId('req_011C', 20, request);
}

function rfc3339(atMs: number): string {
  return wholeSecond(atMs).toISOString().replace('.000Z', 'Z');
}
