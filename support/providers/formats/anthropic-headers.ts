import type { WireRequest } from '../wire-request';
import { wireId } from './wire-id';

/**
 * The headers that Anthropic sends with every answer, good or bad. Resets are RFC 3339 dates.
 * Source: https://docs.anthropic.com/en/api/rate-limits#response-headers.
 */
export function anthropicHeaders(request: WireRequest): Record<string, string> {
  const resetAt = new Date(Math.floor(request.nowMs / 1000) * 1000 + 60_000)
    .toISOString()
    .replace('.000Z', 'Z');
  return {
    'anthropic-organization-id': '00000000-0000-4000-8000-000000000000',
    'anthropic-ratelimit-requests-limit': '4000',
    'anthropic-ratelimit-requests-remaining': '3999',
    'anthropic-ratelimit-requests-reset': resetAt,
    'anthropic-ratelimit-tokens-limit': '480000',
    'anthropic-ratelimit-tokens-remaining': '480000',
    'anthropic-ratelimit-tokens-reset': resetAt,
    'request-id': requestId(request),
  };
}

/** Also in the body of errors. */
export function requestId(request: WireRequest): string {
  return wireId('req_011C', 20, request);
}
