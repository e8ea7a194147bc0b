import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { MetBehaviour } from './behaviour';
import { dialectOf } from './formats/dialects';
import type { LimitForm, ResetForm } from './limit-form';
import type { WireFormat } from './provider-double';
import { scriptOf } from './script-of';
import type { WireRequest } from './wire-request';

const formats = ['openai', 'anthropic'] as const;
// 2025-10-09T08:53:20.400Z
const nowMs = 1_760_000_000_400;
const asked: WireRequest = {
  role: 'primary',
  number: 1,
  nowMs,
  model: 'gpt-4o',
  question: 'How are you?',
  streaming: true,
  includesUsage: false,
};

function answerTo(behaviour: MetBehaviour, format: WireFormat) {
  const script = scriptOf(behaviour, asked, ['Well.'], dialectOf(format));
  if (script.kind !== 'answer') throw new Error(`an answer must be scripted, got ${script.kind}`);
  const body = Buffer.concat([...script.chunks].map(({ bytes }) => bytes)).toString();
  return { status: script.status, headers: script.headers, body };
}

const headersOf = (behaviour: MetBehaviour, format: WireFormat) => answerTo(behaviour, format).headers;
const asks = (form: LimitForm, forMs: number): MetBehaviour => ({
  kind: 'rate-limiting',
  asks: { form, forMs },
});
const errorOf = (behaviour: MetBehaviour, format: WireFormat) =>
  JSON.parse(answerTo(behaviour, format).body).error;

/** Every header by which an answer says how long: those of waiting, and the resets of what is used up. */
function waitsIn(headers: Readonly<Record<string, string>>): Record<string, string> {
  const says = (name: string) =>
    name.startsWith('retry-after') ||
    headers[name.replace('-reset-', '-remaining-')] === '0' ||
    headers[name.replace(/-reset$/u, '-remaining')] === '0';
  const named = Object.entries(headers).filter(([name]) => /retry-after|reset/u.test(name) && says(name));
  return Object.fromEntries(named);
}

const refused = { isAdmitted: false, limit: 3, remaining: 0, waitMs: 1_349.2, resetMs: 1_500 };
const admitted = { isAdmitted: true, limit: 3, remaining: 1, waitMs: 0, resetMs: 1_500 };

describe('a refusal that asks for a time', () => {
  const ways: readonly [LimitForm, number, WireFormat, Record<string, string>][] = [
    ['seconds', 2_000, 'openai', { 'retry-after': '2' }],
    ['seconds', 2_001, 'anthropic', { 'retry-after': '3' }],
    ['milliseconds', 350, 'openai', { 'retry-after-ms': '350' }],
    ['milliseconds', 350.1, 'anthropic', { 'retry-after-ms': '351' }],
    ['date', 1_600, 'openai', { 'retry-after': 'Thu, 09 Oct 2025 08:53:22 GMT' }],
    ['date', 1_601, 'anthropic', { 'retry-after': 'Thu, 09 Oct 2025 08:53:23 GMT' }],
    ['date', -60_000, 'openai', { 'retry-after': 'Thu, 09 Oct 2025 08:52:21 GMT' }],
    ['requests-reset', 350, 'openai', { 'x-ratelimit-reset-requests': '350ms' }],
    ['tokens-reset', 1_500, 'openai', { 'x-ratelimit-reset-tokens': '1.5s' }],
    ['requests-reset', 1_600, 'anthropic', { 'anthropic-ratelimit-requests-reset': '2025-10-09T08:53:22Z' }],
    ['tokens-reset', 1_601, 'anthropic', { 'anthropic-ratelimit-tokens-reset': '2025-10-09T08:53:23Z' }],
    [
      'input-tokens-reset',
      600,
      'anthropic',
      { 'anthropic-ratelimit-input-tokens-reset': '2025-10-09T08:53:21Z' },
    ],
    [
      'output-tokens-reset',
      601,
      'anthropic',
      { 'anthropic-ratelimit-output-tokens-reset': '2025-10-09T08:53:22Z' },
    ],
  ];
  for (const [form, forMs, format, expected] of ways) {
    test(`${form}, ${forMs} ms, ${format}: one header says it`, () => {
      const { status, headers } = answerTo(asks(form, forMs), format);
      expect(status).to.equal(429);
      expect(waitsIn(headers)).to.deep.equal(expected);
    });
  }

  test('says in its body what is used up', () => {
    expect(errorOf(asks('tokens-reset', 1), 'openai')).to.deep.include({
      type: 'tokens',
      code: 'rate_limit_exceeded',
    });
    expect(errorOf(asks('tokens-reset', 1), 'openai').message).to.contain(
      'on tokens per min (TPM): Limit 30000000',
    );
    for (const form of ['requests-reset', 'seconds'] as const) {
      expect(errorOf(asks(form, 1), 'openai').type).to.equal('requests');
      expect(errorOf(asks(form, 1), 'openai').message).to.contain('on requests per min (RPM): Limit 10000');
      expect(errorOf(asks(form, 1), 'anthropic').message).to.match(/of 4,000 requests per minute\.$/u);
    }
    expect(errorOf(asks('input-tokens-reset', 1), 'anthropic')).to.deep.equal({
      type: 'rate_limit_error',
      message:
        'This request would exceed the rate limit for your organization of 400,000 input tokens per minute.',
    });
  });
});

for (const format of formats) {
  describe(`limits in the format of ${format}`, () => {
    test('a good answer has something left of every limit, and says when they are whole', () => {
      const headers = headersOf({ kind: 'healthy' }, format);
      const names = Object.keys(headers).filter((name) => name.includes('ratelimit'));
      expect(names).to.have.length(dialectOf(format).limits.length * 3);
      expect(waitsIn(headers)).to.deep.equal({});
    });

    test('a good answer announces the limit that is used up, and no other', () => {
      for (const name of dialectOf(format).limits) {
        const form: ResetForm = `${name}-reset`;
        const { status, headers } = answerTo({ kind: 'healthy', usedUp: { form, forMs: 1_600 } }, format);
        expect(status).to.equal(200);
        expect(waitsIn(headers)).to.deep.equal(waitsIn(headersOf(asks(form, 1_600), format)));
        expect(Object.keys(waitsIn(headers))).to.have.length(1);
      }
    });

    test('a good answer has the headers that it was given, instead of its own', () => {
      const given = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1s' };
      expect(headersOf({ kind: 'healthy', headers: given }, format)).to.include(given);
    });

    test('a refusal that is given no time names none', () => {
      expect(waitsIn(headersOf({ kind: 'rate-limiting' }, format))).to.deep.equal({});
      const given: MetBehaviour = { kind: 'rate-limiting', retryAfter: '1' };
      expect(waitsIn(headersOf(given, format))).to.deep.equal({ 'retry-after': '1' });
    });

    test('a provider that is ill may say how long', () => {
      for (const kind of ['overloaded', 'failing'] as const) {
        const { status, headers } = answerTo({ kind, retryAfter: '2', retryAfterMs: '1500' }, format);
        expect(status).to.equal(answerTo({ kind }, format).status);
        expect(waitsIn(headers)).to.deep.equal({ 'retry-after': '2', 'retry-after-ms': '1500' });
        expect(waitsIn(headersOf({ kind }, format))).to.deep.equal({});
      }
    });
  });
}

describe('a limit that is enforced', () => {
  test('OpenAI: refused, it names the wait three times and the limit as it is', () => {
    const { status, headers } = answerTo({ kind: 'rate-limiting', standing: refused }, 'openai');
    expect(status).to.equal(429);
    expect(headers).to.include({
      'retry-after': '2',
      'retry-after-ms': '1350',
      'x-ratelimit-limit-requests': '3',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '1.5s',
    });
    expect(errorOf({ kind: 'rate-limiting', standing: refused }, 'openai').message).to.equal(
      'Rate limit reached for gpt-4o in organization org-double on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 1.35s. Visit https://platform.openai.com/account/rate-limits to learn more.',
    );
  });

  test('Anthropic: refused, it names the wait twice and the limit as it is', () => {
    const { status, headers } = answerTo({ kind: 'rate-limiting', standing: refused }, 'anthropic');
    expect(status).to.equal(429);
    expect(headers).to.include({
      'retry-after': '2',
      'retry-after-ms': '1350',
      'anthropic-ratelimit-requests-limit': '3',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2025-10-09T08:53:22Z',
    });
    expect(errorOf({ kind: 'rate-limiting', standing: refused }, 'anthropic').message).to.contain(
      'of 3 requests',
    );
  });

  test('admitted, it says what remains and asks for nothing', () => {
    expect(headersOf({ kind: 'healthy', standing: admitted }, 'openai')).to.include({
      'x-ratelimit-limit-requests': '3',
      'x-ratelimit-remaining-requests': '1',
      'x-ratelimit-reset-requests': '1.5s',
    });
    expect(headersOf({ kind: 'healthy', standing: admitted }, 'anthropic')).to.include({
      'anthropic-ratelimit-requests-limit': '3',
      'anthropic-ratelimit-requests-remaining': '1',
      'anthropic-ratelimit-requests-reset': '2025-10-09T08:53:22Z',
    });
    for (const format of formats) {
      expect(waitsIn(headersOf({ kind: 'healthy', standing: admitted }, format))).to.deep.equal({});
    }
  });
});
