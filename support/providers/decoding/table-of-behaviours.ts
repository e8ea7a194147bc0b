import type { Behaviour, BehaviourKind } from '../behaviour';
import { type BehaviourRow, both, errors } from './behaviour-row';
import { limitRows } from './limit-rows';

const unreachable = (
  how: Extract<Behaviour, { kind: 'unreachable' }>['how'],
  code: string,
): BehaviourRow => ({
  behaviour: { kind: 'unreachable', how },
  ...both(`nothing, APIConnectionError ${code}`),
});

// A record, so that the compiler misses the row of a kind that was added.
const rows: Readonly<Record<BehaviourKind, readonly BehaviourRow[]>> = {
  healthy: [{ behaviour: { kind: 'healthy' }, ...both('the answer, finished') }, ...limitRows.healthy],
  failing: [
    {
      behaviour: { kind: 'failing' },
      ...errors(
        'nothing, InternalServerError 500 server_error',
        'nothing, InternalServerError 500 api_error',
      ),
    },
    {
      behaviour: { kind: 'failing', status: 504 },
      ...errors(
        'nothing, InternalServerError 504 server_error',
        'nothing, GatewayTimeoutError 504 timeout_error',
      ),
    },
    ...limitRows.failing,
  ],
  overloaded: [
    {
      behaviour: { kind: 'overloaded' },
      ...errors(
        'nothing, InternalServerError 503 server_is_overloaded',
        'nothing, OverloadedError 529 overloaded_error',
      ),
    },
    ...limitRows.overloaded,
  ],
  hanging: [{ behaviour: { kind: 'hanging' }, ...both('nothing, silence') }],
  held: [{ behaviour: { kind: 'held' }, ...both('nothing, silence') }],
  unreachable: [
    unreachable('refused', 'ECONNREFUSED'),
    unreachable('reset', 'ECONNRESET'),
    unreachable('name-not-resolved', 'ENOTFOUND'),
    unreachable('certificate-expired', 'CERT_HAS_EXPIRED'),
  ],
  'slow-to-start': [
    { behaviour: { kind: 'slow-to-start', beforeFirstTokenMs: 30 }, ...both('the answer, finished') },
  ],
  dripping: [
    { behaviour: { kind: 'dripping', betweenTokensMs: 2 }, ...both('the answer, finished') },
    {
      behaviour: { kind: 'dripping', betweenTokensMs: 2, endless: true },
      ...both('much more, silence', 'nothing, silence'),
    },
  ],
  stalling: [
    { behaviour: { kind: 'stalling', afterTokens: 0 }, ...both('nothing, silence') },
    { behaviour: { kind: 'stalling', afterTokens: 4 }, ...both('4 tokens, silence', 'nothing, silence') },
  ],
  'cut-short': [
    { behaviour: { kind: 'cut-short', afterTokens: 0 }, ...both('nothing, TypeError reset') },
    {
      behaviour: { kind: 'cut-short', afterTokens: 4 },
      ...both('4 tokens, TypeError reset', 'nothing, TypeError reset'),
    },
  ],
  // No error at all from a stream: who asks must look for its finish.
  'ending-early': [
    { behaviour: { kind: 'ending-early', afterTokens: 0 }, ...both('nothing', 'nothing, SyntaxError') },
    { behaviour: { kind: 'ending-early', afterTokens: 4 }, ...both('4 tokens', 'nothing, SyntaxError') },
  ],
  garbled: [
    { behaviour: { kind: 'garbled', afterTokens: 0 }, ...both('nothing, SyntaxError') },
    {
      behaviour: { kind: 'garbled', afterTokens: 4 },
      ...both('4 tokens, SyntaxError', 'nothing, SyntaxError'),
    },
  ],
  empty: [{ behaviour: { kind: 'empty' }, ...both('nothing, finished') }],
  'rate-limiting': limitRows['rate-limiting'],
  limited: limitRows.limited,
  'out-of-quota': [
    {
      behaviour: { kind: 'out-of-quota' },
      ...errors(
        'nothing, RateLimitError 429 insufficient_quota',
        'nothing, PaymentRequiredError 402 billing_error',
      ),
    },
  ],
  'rejecting-credentials': [
    {
      behaviour: { kind: 'rejecting-credentials' },
      ...errors(
        'nothing, AuthenticationError 401 invalid_api_key',
        'nothing, AuthenticationError 401 authentication_error',
      ),
    },
  ],
  'refusing-content': [
    {
      behaviour: { kind: 'refusing-content' },
      ...errors(
        'nothing, BadRequestError 400 content_policy_violation',
        'nothing, BadRequestError 400 invalid_request_error',
      ),
    },
  ],
  'context-too-long': [
    {
      behaviour: { kind: 'context-too-long' },
      ...errors(
        'nothing, BadRequestError 400 context_length_exceeded',
        'nothing, BadRequestError 400 invalid_request_error',
      ),
    },
  ],
  'invalid-request': [
    {
      behaviour: { kind: 'invalid-request' },
      ...errors(
        'nothing, BadRequestError 400 missing_required_parameter',
        'nothing, BadRequestError 400 invalid_request_error',
      ),
    },
  ],
  'html-error-page': [
    { behaviour: { kind: 'html-error-page' }, ...both('nothing, InternalServerError 502') },
    // Both SDKs take it for an answer without text.
    { behaviour: { kind: 'html-error-page', status: 200 }, ...both('nothing') },
  ],
  'error-inside-the-stream': [
    {
      behaviour: { kind: 'error-inside-the-stream', afterTokens: 0 },
      openai: {
        streamed: 'nothing, APIError server_error',
        whole: 'nothing, InternalServerError 500 server_error',
      },
      anthropic: {
        streamed: 'nothing, APIError overloaded_error',
        whole: 'nothing, InternalServerError 500 api_error',
      },
    },
    {
      behaviour: { kind: 'error-inside-the-stream', afterTokens: 4 },
      openai: {
        streamed: '4 tokens, APIError server_error',
        whole: 'nothing, InternalServerError 500 server_error',
      },
      anthropic: {
        streamed: '4 tokens, APIError overloaded_error',
        whole: 'nothing, InternalServerError 500 api_error',
      },
    },
  ],
};

/** Every behaviour, and what a caller sees of it by either transport. */
export const tableOfBehaviours: readonly BehaviourRow[] = Object.values(rows).flat();
