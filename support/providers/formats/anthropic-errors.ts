import type { WireRequest } from '../wire-request';
import { anthropicHeaders, anthropicLimits, requestId } from './anthropic-headers';
import type { Refusal, WireError } from './dialect';
import { limitStanding } from './limit-standing';
import { retryHeaders } from './retry-headers';

interface Row {
  status: number;
  type: string;
  message: string;
}

/**
 * An error as Anthropic answers it: `{"type": "error", "error": {"type", "message"}, "request_id"}`.
 * Source: https://docs.anthropic.com/en/api/errors.
 */
export function anthropicError(refusal: Refusal, request: WireRequest): WireError {
  const { status, type, message } = row(refusal);
  const isWorthRetrying = status === 429 || status >= 500;
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...anthropicHeaders(request, limitStanding(refusal)),
      'x-should-retry': String(isWorthRetrying),
      ...retryHeaders(refusal, request.nowMs),
    },
    body: JSON.stringify({ type: 'error', error: { type, message }, request_id: requestId(request) }),
  };
}

function row(refusal: Refusal): Row {
  const invalid = { status: 400, type: 'invalid_request_error' };
  switch (refusal.kind) {
    case 'failing':
      return refusal.status === 504
        ? { status: 504, type: 'timeout_error', message: 'Request timed out' }
        : { status: refusal.status ?? 500, type: 'api_error', message: 'Internal server error' };
    case 'overloaded':
      return { status: 529, type: 'overloaded_error', message: 'Overloaded' };
    case 'rate-limiting':
      return { status: 429, type: 'rate_limit_error', message: rateLimitMessage(refusal) };
    case 'out-of-quota':
      return {
        status: 402,
        type: 'billing_error',
        message:
          'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
      };
    case 'rejecting-credentials':
      return { status: 401, type: 'authentication_error', message: 'invalid x-api-key' };
    case 'refusing-content':
      return { ...invalid, message: 'Output blocked by content filtering policy' };
    case 'context-too-long':
      return { ...invalid, message: 'prompt is too long: 204308 tokens > 200000 maximum' };
    case 'invalid-request':
      return { ...invalid, message: 'messages.0.content: Field required' };
  }
}

function rateLimitMessage(refusal: Extract<Refusal, { kind: 'rate-limiting' }>): string {
  const shown = limitStanding(refusal);
  const of = shown?.of ?? 'requests';
  const limit = shown?.limit ?? anthropicLimits.find((rest) => rest.of === of)?.limit;
  const amount = `${limit?.toLocaleString('en-US')} ${of.replace('-', ' ')}`;
  return `This request would exceed the rate limit for your organization of ${amount} per minute.`;
}
