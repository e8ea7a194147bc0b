import http from 'node:http';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { ServiceBench } from './fixtures/service-bench';

let bench: ServiceBench;
beforeEach(async () => {
  bench = await ServiceBench.start();
});
afterEach(() => bench[Symbol.asyncDispose]());

const errorIn = async (response: Response) =>
  ((await response.json()) as { error: Record<string, unknown> }).error;

describe('the service, asked over HTTP', () => {
  test('answers, with the level, the source and the request id', async () => {
    const response = await bench.ask('hi', { headers: { 'x-request-id': 'mine-1.2_3' } });
    expect(response.status).to.equal(200);
    const headers = Object.fromEntries(response.headers);
    expect(headers).to.include({
      'x-request-id': 'mine-1.2_3',
      'x-service-level': 'full',
      'x-answer-source': 'first-choice',
    });
    expect(await response.json()).to.have.nested.property('choices[0].message.content', 'Hello');
  });

  for (const id of ['a b', 'x'.repeat(101), '"quoted"', 'semi;colon', '{}']) {
    test(`takes no request id like ${id.slice(0, 12)}`, async () => {
      const { headers } = await bench.ask('hi', { headers: { 'x-request-id': id } });
      expect(headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
    });
  }

  for (const [what, init, status, code] of [
    ['no token', { headers: { authorization: '' } }, 401, 'not_authenticated'],
    ['a wrong token', { headers: { authorization: 'Bearer no' } }, 401, 'not_authenticated'],
    ['no messages', { body: { messages: [] } }, 400, 'invalid_request'],
    ['an unknown role', { body: { messages: [{ role: 'x', content: 'y' }] } }, 400, 'invalid_request'],
    ['too much', { body: { model: 'x'.repeat(1_100_000) } }, 400, 'invalid_request'],
    ['another kind of body', { headers: { 'content-type': 'text/csv' } }, 400, 'invalid_request'],
  ] as const) {
    test(`refuses ${what} with a sentence and a code, and asks no provider`, async () => {
      const response = await bench.ask('hi', init);
      const error = await errorIn(response);
      expect([response.status, error.code]).to.deep.equal([status, code]);
      expect(error.message).to.be.a('string').and.match(/\.$/);
      expect(error).to.include({ class: 'fatal', service_level: 'full' });
      expect(response.headers.get('x-should-retry')).to.equal('false');
      expect(bench.provider.requests).to.be.empty;
    });
  }

  test('refuses what is no JSON, without repeating it in the log', async () => {
    const response = await fetch(`${bench.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret-token', 'content-type': 'application/json' },
      body: '{"model": my-secret-prompt}',
    });
    expect([response.status, (await errorIn(response)).code]).to.deep.equal([400, 'invalid_request']);
    expect(bench.rawLog).to.not.include('my-secret');
  });

  test('knows no unknown route, and tells strangers nothing', async () => {
    const headers = { authorization: 'Bearer secret-token' };
    const known = await fetch(`${bench.url}/v1/nothing`, { headers });
    expect([known.status, (await errorIn(known)).code]).to.deep.equal([404, 'not_found']);
    expect((await fetch(`${bench.url}/v1/nothing`)).status).to.equal(401);
  });

  test('has no conversations without a database', async () => {
    const headers = { authorization: 'Bearer secret-token' };
    const { status } = await fetch(`${bench.url}/v1/threads/00000000-0000-4000-8000-000000000000`, {
      headers,
    });
    expect(status).to.equal(404);
  });

  test('shows its state to anybody and is alive and ready', async () => {
    const status = (await (await fetch(`${bench.url}/v1/status`)).json()) as Record<string, unknown>;
    expect(status).to.deep.include({ level: 'full', notices: [] });
    expect(status.breakers).to.have.nested.property('[0].state', 'closed');
    expect((await fetch(`${bench.url}/health/live`)).status).to.equal(200);
    const ready = await (await fetch(`${bench.url}/health/ready`)).json();
    expect(ready).to.deep.equal({ status: 'ready', level: 'full' });
  });

  test('keeps the deadline of its caller, in both headers, and no nonsense in them', async () => {
    bench.provider.answer(() => {});
    for (const [name, value] of [
      ['x-request-timeout-ms', '20'],
      ['x-stainless-timeout', '0.02'],
    ] as const) {
      const response = await bench.ask('hi', { headers: { [name]: value } });
      expect([response.status, (await errorIn(response)).code]).to.deep.equal([504, 'deadline_exceeded']);
    }
    bench.provider.answer((request) => request.finish());
    const odd = await bench.ask('hi', { headers: { 'x-request-timeout-ms': '-1' } });
    expect((await errorIn(odd)).code, 'an empty answer, not a deadline').to.equal('assistant_unavailable');
  });
});

describe('a caller who hangs up', () => {
  for (const stream of [true, false]) {
    test(`ends the call to the provider and is nobody's failure: ${stream ? 'streamed' : 'plain'}`, async () => {
      const caller = new AbortController();
      const arrived = bench.provider.held();
      const asked = bench.ask('hi', { body: { stream }, signal: caller.signal }).catch(() => undefined);
      const request = await arrived;
      request.say('He');
      if (stream) await (await asked)?.body?.getReader().read();
      caller.abort();
      await request.hungUp;
      await asked;
      await bench.logged(stream ? 'answer.given-up' : 'answer.refused');
      expect(await bench.metric(/^answers_total/)).to.equal(
        'answers_total{operation="ask",outcome="given_up"} 1',
      );
      expect(await bench.metric(/^provider_calls_total/)).to.match(/outcome="cancelled"} 1/);
      expect(bench.rawLog).to.not.include('broken-off');
    });
  }
});

describe('the log', () => {
  const secrets = /my-secret-prompt|secret-token|sk-secret-key|secret-answer/;
  for (const [what, answer] of [
    ['an answer', undefined],
    [
      'a provider that quotes the question',
      (prompt: string) => ({
        status: 400,
        body: { error: { message: `bad: ${prompt}`, code: 'bad_thing' } },
      }),
    ],
    ['rejected credentials', () => ({ status: 401, body: { error: { message: 'Incorrect API key' } } })],
    ['a server error', () => ({ status: 500, body: { error: { message: 'oops' } } })],
  ] as const) {
    test(`holds neither prompts nor keys nor tokens: ${what}`, async () => {
      if (answer) {
        bench.provider.answer((request) => {
          const { status, body } = answer('my-secret-prompt');
          request.fail(status, body);
        });
      }
      await (await bench.ask('my-secret-prompt')).text();
      expect(bench.provider.requests[0]?.body).to.include('my-secret-prompt');
      expect(bench.rawLog).to.include('service.started').and.not.match(secrets);
    });
  }

  test('holds nothing of an answer that cannot be read', async () => {
    bench.provider.answer((request) => {
      request.say('a');
      request.raw('data: my-secret-prompt\n\n');
    });
    await (await bench.ask('my-secret-prompt')).text();
    expect(bench.rawLog).to.include('garbled').and.not.match(secrets);
  });
});

describe('stopping', () => {
  test('finishes the answer under way, refuses new work, and does not wait for idle connections', async () => {
    // A connection that stays open after its answer is what a browser or an SDK leaves.
    const agent = new http.Agent({ keepAlive: true });
    const arrived = bench.provider.held();
    let text = '';
    const answered = new Promise<void>((resolve, reject) => {
      const request = http.request(`${bench.url}/v1/chat/completions`, {
        agent,
        method: 'POST',
        headers: { authorization: 'Bearer secret-token', 'content-type': 'application/json' },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        response.setEncoding('utf8').on('data', (piece) => {
          text += piece;
        });
        response.on('end', resolve);
      });
      request.end(JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'hi' }] }));
    });
    const held = await arrived;
    held.say('Hel');
    const stopped = bench.stop();
    const refused = await bench.ask('another').then(
      (response) => response.status,
      () => 'no connection',
    );
    expect(refused).to.be.oneOf([503, 'no connection']);
    held.say('lo');
    held.finish();
    await answered;
    expect(text)
      .to.include('Hel')
      .and.include('lo')
      .and.match(/\[DONE\]\n\n$/);
    const limit = new Promise((resolve) => setTimeout(resolve, 2_000, 'still waiting').unref());
    expect(await Promise.race([stopped.then(() => 'stopped'), limit])).to.equal('stopped');
    agent.destroy();
    expect(bench.log.at(-1)?.event).to.equal('service.stopped');
  });
});
