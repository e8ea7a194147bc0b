import { describe, test } from 'node:test';
import { expect } from 'chai';
import { answerTokens } from './answer-text';
import type { MetBehaviour } from './behaviour';
import { dialectOf } from './formats/dialects';
import type { WireFormat } from './provider-double';
import type { AnswerScript } from './script';
import { scriptOf } from './script-of';
import type { WireRequest } from './wire-request';

const asked: WireRequest = {
  role: 'primary',
  number: 1,
  nowMs: 1_760_000_000_000,
  model: 'gpt-4o',
  question: 'How are you?',
  streaming: true,
  includesUsage: false,
};
const tokens = answerTokens(asked.role, asked.question);

function answerTo(
  behaviour: MetBehaviour,
  format: WireFormat,
  request: Partial<WireRequest> = {},
): AnswerScript {
  const script = scriptOf(behaviour, { ...asked, ...request }, tokens, dialectOf(format));
  if (script.kind !== 'answer') throw new Error(`an answer must be scripted, got ${script.kind}`);
  return script;
}

const bodyOf = (script: AnswerScript) =>
  Buffer.concat([...script.chunks].map(({ bytes }) => bytes)).toString();

/** The data of the events of a stream, parsed; `[DONE]` as it is. */
const eventsOf = (script: AnswerScript) =>
  bodyOf(script)
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.replace(/^(event: .*\n)?data: /u, ''))
    .map((data) => (data === '[DONE]' ? data : JSON.parse(data)));

describe("OpenAI's format", () => {
  test('a stream is a role, one chunk for each token, a finish and [DONE], all of one id', () => {
    const script = answerTo({ kind: 'healthy' }, 'openai');
    const events = eventsOf(script);
    expect(script.headers['content-type']).to.equal('text/event-stream; charset=utf-8');
    expect(script.headers['x-request-id']).to.match(/^req_\w{32}$/u);
    expect(events).to.have.length(tokens.length + 3);
    expect(events[0].choices[0].delta).to.deep.equal({ role: 'assistant', content: '', refusal: null });
    expect(events.slice(1, -2).map((event) => event.choices[0].delta.content)).to.deep.equal(tokens);
    expect(events.slice(1, -2).map((event) => event.choices[0].finish_reason)).to.include.members([null]);
    expect(events.at(-2).choices[0]).to.deep.include({ delta: {}, finish_reason: 'stop' });
    expect(events.at(-1)).to.equal('[DONE]');
    expect(
      new Set(events.slice(0, -1).map(({ id, object, created }) => `${id} ${object} ${created}`)).size,
    ).to.equal(1);
    expect(events[0]).to.deep.include({
      object: 'chat.completion.chunk',
      created: 1_760_000_000,
      model: 'gpt-4o',
    });
    expect(events[0].id).to.match(/^chatcmpl-\w{29}$/u);
    expect(events.some((event) => event !== '[DONE]' && 'usage' in event)).to.equal(false);
  });

  test('usage comes last, without a choice, and only where it was asked for', () => {
    const events = eventsOf(answerTo({ kind: 'healthy' }, 'openai', { includesUsage: true }));
    expect(events.at(-2)).to.deep.include({ choices: [] });
    expect(events.at(-2).usage.completion_tokens).to.equal(tokens.length);
    expect(events[1].usage).to.equal(null);
  });

  test('an error has a message, a type, a param and a code', () => {
    const script = answerTo({ kind: 'context-too-long' }, 'openai');
    expect(script.status).to.equal(400);
    expect(JSON.parse(bodyOf(script)).error).to.have.keys('message', 'type', 'param', 'code');
  });
});

describe("Anthropic's format", () => {
  test('a stream opens and closes a message and its block, with a ping, and every event is named', () => {
    const script = answerTo({ kind: 'healthy' }, 'anthropic');
    const names = [...bodyOf(script).matchAll(/^event: (.*)$/gmu)].map(([, name]) => name);
    expect(names).to.deep.equal([
      'message_start',
      'content_block_start',
      'ping',
      ...tokens.map(() => 'content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(eventsOf(script).map((event) => event.type)).to.deep.equal(names);
    expect(eventsOf(script).at(-2).delta.stop_reason).to.equal('end_turn');
  });

  test('an error names the request in its body and in the headers', () => {
    const script = answerTo({ kind: 'overloaded' }, 'anthropic');
    const body = JSON.parse(bodyOf(script));
    expect(body).to.have.keys('type', 'error', 'request_id');
    expect(body.request_id)
      .to.equal(script.headers['request-id'])
      .and.to.match(/^req_011C\w{20}$/u);
  });
});

for (const format of ['openai', 'anthropic'] as const) {
  describe(`a behaviour in the format of ${format}`, () => {
    test('cut by tokens, an answer that is not streamed has the JSON around and up to them', () => {
      const whole = bodyOf(answerTo({ kind: 'healthy' }, format, { streaming: false }));
      for (const afterTokens of [0, 4, tokens.length]) {
        const cut = bodyOf(answerTo({ kind: 'cut-short', afterTokens }, format, { streaming: false }));
        expect(whole.startsWith(cut)).to.equal(true);
        expect(cut.endsWith(JSON.stringify(tokens.slice(0, afterTokens).join('')).slice(1, -1))).to.equal(
          true,
        );
        expect(() => JSON.parse(cut)).to.throw(SyntaxError);
      }
      expect(() => JSON.parse(whole)).not.to.throw();
    });

    test("a question and a model that quote the answer's JSON are no trouble", () => {
      const question = 'content":"“\\"text":"';
      const hard = { ...asked, question, model: 'The primary provider', streaming: false };
      const script = scriptOf(
        { kind: 'healthy' },
        hard,
        answerTokens('primary', question),
        dialectOf(format),
      );
      if (script.kind !== 'answer') throw new Error('an answer must be scripted');
      expect(JSON.stringify(JSON.parse(bodyOf(script)))).to.equal(bodyOf(script));
    });

    test('streamed, no behaviour that breaks off holds a mark of the end', () => {
      for (const kind of ['stalling', 'cut-short', 'ending-early', 'garbled'] as const) {
        const body = bodyOf(answerTo({ kind, afterTokens: 4 }, format));
        expect(body, kind).not.to.match(/\[DONE\]|message_stop|"stop"|end_turn/u);
      }
    });

    test('ends as it says', () => {
      expect(answerTo({ kind: 'stalling', afterTokens: 1 }, format).end).to.equal('never');
      expect(answerTo({ kind: 'cut-short', afterTokens: 1 }, format).end).to.equal('reset');
      expect(answerTo({ kind: 'ending-early', afterTokens: 1 }, format).end).to.equal('clean');
    });

    test('waits before the headers where it is healthy but slow, after them where it is slow to start', () => {
      const slow = answerTo({ kind: 'healthy', beforeFirstTokenMs: 70 }, format);
      const slowToStart = answerTo({ kind: 'slow-to-start', beforeFirstTokenMs: 70 }, format);
      const waitsOf = (script: AnswerScript) =>
        [...script.chunks].map(({ waitMs }) => waitMs).filter(Boolean);
      expect([slow.waitMs, waitsOf(slow)]).to.deep.equal([70, []]);
      expect([slowToStart.waitMs, waitsOf(slowToStart)]).to.deep.equal([0, [70]]);
    });

    test('header values are sent as given', () => {
      const limited = { kind: 'rate-limiting', retryAfter: '-1', retryAfterMs: 'soon' } as const;
      expect(answerTo(limited, format).headers).to.include({ 'retry-after': '-1', 'retry-after-ms': 'soon' });
      expect(answerTo({ kind: 'rate-limiting' }, format).headers).not.to.have.property('retry-after');
    });

    test('an endless answer is told token by token', () => {
      const { chunks } = answerTo({ kind: 'dripping', betweenTokensMs: 1, endless: true }, format);
      const iterator = chunks[Symbol.iterator]();
      for (let count = 0; count < tokens.length * 3; count++) expect(iterator.next().done).to.equal(false);
    });
  });
}
