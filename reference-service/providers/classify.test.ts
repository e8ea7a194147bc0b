import { describe, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { expect } from 'chai';
import OpenAI from 'openai';
import { classify } from './classify';
import { ProviderFailure } from './provider-failure';

type Fetch = () => Promise<Response>;
const messages = [{ role: 'user' as const, content: 'my-secret-prompt' }];

/** The error that the official SDK really throws over such a response. */
const errorOf = {
  openai: async (fetch: Fetch): Promise<unknown> => {
    const client = new OpenAI({ apiKey: 'k', maxRetries: 0, logLevel: 'off', fetch });
    return client.chat.completions
      .create({ model: 'm', messages, stream: true })
      .then(async (stream) => {
        for await (const _ of stream);
      })
      .catch((error: unknown) => error);
  },
  anthropic: async (fetch: Fetch): Promise<unknown> => {
    const client = new Anthropic({ apiKey: 'k', maxRetries: 0, logLevel: 'off', fetch });
    return client.messages
      .create({ model: 'm', max_tokens: 1, messages, stream: true })
      .then(async (stream) => {
        for await (const _ of stream);
      })
      .catch((error: unknown) => error);
  },
};

const live = new AbortController().signal;
const answering =
  (status: number, body: string | object, headers: Record<string, string> = {}): Fetch =>
  async () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), {
      status,
      headers: { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json', ...headers },
    });
const openai = (message: string, type: string, code: string | null = null) => ({
  error: { message, type, param: null, code },
});
const anthropic = (type: string, message = 'Some words') => ({
  type: 'error',
  error: { type, message },
  request_id: 'req_1',
});
const html = '<html><body><h1>502 Bad Gateway</h1></body></html>';

const rows: [keyof typeof errorOf, string, number, string | object, string][] = [
  ['openai', 'server error', 500, openai('The server had an error', 'server_error'), 'server_error'],
  ['openai', 'overloaded', 503, openai('Overloaded', 'x', 'server_is_overloaded'), 'overloaded'],
  ['openai', 'slow down', 503, openai('Slow down', 'x', 'slow_down'), 'overloaded'],
  ['openai', 'rate limit', 429, openai('Rate limit', 'requests', 'rate_limit_exceeded'), 'rate_limited'],
  ['openai', 'quota', 429, openai('Quota', 'insufficient_quota', 'insufficient_quota'), 'out_of_quota'],
  ['openai', 'billing limit', 400, openai('Limit', 'x', 'billing_hard_limit_reached'), 'out_of_quota'],
  ['openai', 'key', 401, openai('Incorrect API key', 'x', 'invalid_api_key'), 'credentials_rejected'],
  ['openai', 'permission', 403, openai('Country not supported', 'x'), 'not_permitted'],
  ['openai', 'model', 404, openai('The model `x` does not exist', 'x', 'model_not_found'), 'not_permitted'],
  ['openai', 'context', 400, openai('Maximum', 'x', 'context_length_exceeded'), 'question_too_long'],
  ['openai', 'policy', 400, openai('Rejected', 'x', 'content_policy_violation'), 'content_refused'],
  ['openai', 'invalid', 400, openai('Missing', 'x', 'missing_required_parameter'), 'invalid_request'],
  ['openai', 'unprocessable', 422, openai('No', 'x'), 'invalid_request'],
  ['openai', 'request timeout', 408, openai('Timeout', 'x'), 'server_error'],
  ['openai', 'error page', 502, html, 'server_error'],
  ['anthropic', 'server error', 500, anthropic('api_error'), 'server_error'],
  ['anthropic', 'gateway timeout', 504, anthropic('timeout_error'), 'server_error'],
  ['anthropic', 'overloaded', 529, anthropic('overloaded_error'), 'overloaded'],
  ['anthropic', 'rate limit', 429, anthropic('rate_limit_error'), 'rate_limited'],
  ['anthropic', 'billing', 402, anthropic('billing_error'), 'out_of_quota'],
  [
    'anthropic',
    'credit, as it really says it',
    400,
    anthropic('invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'),
    'out_of_quota',
  ],
  ['anthropic', 'key', 401, anthropic('authentication_error'), 'credentials_rejected'],
  ['anthropic', 'permission', 403, anthropic('permission_error'), 'not_permitted'],
  ['anthropic', 'model', 404, anthropic('not_found_error', 'model: x'), 'not_permitted'],
  ['anthropic', 'too large', 413, anthropic('request_too_large'), 'question_too_long'],
  [
    'anthropic',
    'context',
    400,
    anthropic('invalid_request_error', 'prompt is too long: 204308 tokens > 200000 maximum'),
    'question_too_long',
  ],
  [
    'anthropic',
    'policy',
    400,
    anthropic('invalid_request_error', 'Output blocked by content filtering policy'),
    'content_refused',
  ],
  ['anthropic', 'invalid', 400, anthropic('invalid_request_error'), 'invalid_request'],
  ['anthropic', 'error page', 502, html, 'server_error'],
];

describe('an error of an SDK', () => {
  for (const [format, what, status, body, code] of rows) {
    test(`${format}, ${what} (${status}): ${code}`, async () => {
      const failure = classify(await errorOf[format](answering(status, body)), live);
      expect({ code: failure.code, status: failure.status }).to.deep.equal({ code, status });
    });
  }

  const stream = { 'content-type': 'text/event-stream' };
  for (const [format, body, code] of [
    ['openai', 'data: {"error":{"message":"x","type":"server_error"}}\n\n', 'error_in_stream'],
    ['openai', 'data: {"choices": [{"delta', 'garbled'],
    ['openai', 'data: <html>\n\n', 'garbled'],
    [
      'anthropic',
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"x"}}\n\n',
      'error_in_stream',
    ],
    [
      'anthropic',
      'event: error\ndata: {"type":"error","error":{"type":"rate_limit_error","message":"x"}}\n\n',
      'rate_limited',
    ],
    ['anthropic', 'event: message_start\ndata: {"type": <\n\n', 'garbled'],
  ] as const) {
    test(`${format}, inside a stream: ${code}, ${body.slice(0, 24).trim()}`, async () => {
      const error = await errorOf[format](answering(200, `${body}\n\n`, stream));
      expect(error, 'an error of the SDK').to.be.instanceOf(Error);
      expect(classify(error, live).code).to.equal(code);
    });
  }

  for (const [code, expected] of [
    ['ECONNREFUSED', 'refused_connection'],
    ['ENOTFOUND', 'name_not_resolved'],
    ['EAI_AGAIN', 'name_not_resolved'],
    ['CERT_HAS_EXPIRED', 'bad_certificate'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'bad_certificate'],
    ['UND_ERR_CONNECT_TIMEOUT', 'connect_timeout'],
    ['ECONNRESET', 'reset_connection'],
    ['UND_ERR_SOCKET', 'reset_connection'],
    ['SOMETHING_NEW', 'reset_connection'],
  ] as const) {
    test(`of the network, ${code}: ${expected}`, async () => {
      const cause = Object.assign(new Error('deep down'), { code });
      const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
      for (const format of ['openai', 'anthropic'] as const)
        expect(classify(await errorOf[format](fetch), live).code, format).to.equal(expected);
    });
  }

  test('keeps what the provider asked for', async () => {
    const limited = answering(429, openai('Rate limit', 'requests'), { 'retry-after': '7' });
    expect(classify(await errorOf.openai(limited), live).retryAfterMs).to.equal(7_000);
  });

  test('is the reason of the hang-up once the caller has hung up', () => {
    const reason = new ProviderFailure('stalled', 'nothing came');
    expect(classify(new Error('aborted'), AbortSignal.abort(reason))).to.equal(reason);
    expect(classify(new Error('aborted'), AbortSignal.abort()).code).to.equal('cancelled');
  });

  test('quotes neither the question nor the answer where it is the question that is wrong', async () => {
    const quoting = answering(400, openai('You said "my-secret-prompt"', 'x', 'bad_thing'));
    const failure = classify(await errorOf.openai(quoting), live);
    expect(failure.message).to.equal('status 400: x bad_thing');
    const garbled = answering(200, 'data: my-secret-prompt\n\n', stream);
    expect(classify(await errorOf.openai(garbled), live).message).to.not.include('secret');
  });

  test('may be nothing at all', () => {
    for (const odd of [undefined, null, 'words', new Error('')])
      expect(classify(odd, live)).to.be.instanceOf(ProviderFailure);
  });
});
