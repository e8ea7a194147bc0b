import { describe, test } from 'node:test';
import { expect } from 'chai';
import { nowMs } from '../clock';
import { FakeOpenAIServer } from '../fixtures/fake-openai-server';
import { quietGuardWatch } from '../fixtures/quiet-guard-watch';
import { policyWith } from '../policy-overrides';
import { GuardedProvider } from '../routing/guarded-provider';
import { OpenAIProvider } from './openai-provider';
import type { ProviderEvent } from './provider';
import { usedUp } from './used-up';

const question = { model: 'm', messages: [{ role: 'user' as const, content: 'hi' }] };
const last = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '7s' };

const providerAt = ({ baseUrl }: FakeOpenAIServer): OpenAIProvider =>
  new OpenAIProvider({ name: 'p', format: 'openai', baseUrl, apiKey: 'k', model: 'm' }, undefined);

/** What a provider passes on of an answer that begins with these headers. */
async function passedOn(headers: Record<string, string>): Promise<ProviderEvent[]> {
  await using server = await FakeOpenAIServer.start();
  server.answer((request) => {
    request.begin(headers);
    request.say('Hello');
    request.finish();
  });
  const provider = providerAt(server);
  const events: ProviderEvent[] = [];
  for await (const event of provider.ask(question, 'm', new AbortController().signal)) events.push(event);
  return events;
}

describe('a limit that is used up', () => {
  for (const [what, headers, forMs] of [
    ['the last request', last, [7_000]],
    ['the last but one', { ...last, 'x-ratelimit-remaining-requests': '1' }, []],
    ['reset at once', { ...last, 'x-ratelimit-reset-requests': '0s' }, []],
    ['until nobody knows when', { 'x-ratelimit-remaining-requests': '0' }, []],
    ['nothing said', {}, []],
  ] as const) {
    test(`is read from the head of a good answer: ${what}`, () => {
      expect([...usedUp(new Headers({ ...headers }))]).to.deep.equal(
        forMs.map((ms) => ({ kind: 'used up', forMs: ms })),
      );
    });
  }

  test('is passed on before the answer, which is complete all the same', async () => {
    const [first, ...rest] = await passedOn(last);
    expect(first).to.deep.equal({ kind: 'used up', forMs: 7_000 });
    expect(rest.map(({ kind }) => kind)).to.deep.equal(['token', 'finished']);
  });

  test('is not passed on where something is left', async () => {
    const events = await passedOn({ ...last, 'x-ratelimit-remaining-requests': '1' });
    expect(events.map(({ kind }) => kind)).to.deep.equal(['token', 'finished']);
  });

  test('keeps the next call back while this one is still being answered, and its caller hears nothing of it', async () => {
    await using server = await FakeOpenAIServer.start();
    const policy = policyWith();
    const guarded = new GuardedProvider(providerAt(server), policy, quietGuardWatch, () => 0);
    const held = server.held();
    const entry = guarded.enter();
    if (!('permit' in entry)) throw new Error('must be let in');
    const bounds = { deadlineMs: nowMs() + 10_000, signal: new AbortController().signal };
    const call = guarded.call(entry, question, 'm', bounds);
    const first = call.next();
    const request = await held;
    request.begin(last);
    request.say('Hello');
    expect((await first).value).to.deep.equal({ kind: 'token', text: 'Hello' });
    expect(guarded.limit.reading().state).to.equal('limited');
    expect(guarded.enter()).to.include({ reason: 'rate limited' });
    request.finish();
    expect((await call.next()).value).to.include({ kind: 'finished' });
    expect(guarded.limit.reading().state, 'an answer does not end a limit').to.equal('limited');
    await call.return(undefined);
    guarded.limit.stop();
  });
});
