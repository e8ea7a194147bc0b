import { describe, test } from 'node:test';
import { expect } from 'chai';
import { type ChatRequest, questionIn } from './chat-request';

const request = (more: object = {}): ChatRequest => ({
  model: 'm',
  messages: [{ role: 'user', content: 'hi' }],
  ...more,
});

describe('a chat request', () => {
  test('becomes a question with no more than was asked', () => {
    expect(questionIn(request())).to.deep.equal({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
    const nulls = { max_tokens: null, temperature: null, top_p: null, stop: null, n: null, stream: null };
    expect(questionIn(request(nulls))).to.deep.equal(questionIn(request()));
  });

  test('keeps what every provider has', () => {
    const asked = request({ max_tokens: 9, temperature: 0, top_p: 0.5, stop: 'x', n: 1 });
    expect(questionIn(asked)).to.deep.include({ maxTokens: 9, temperature: 0, topP: 0.5, stop: ['x'] });
    expect(questionIn(request({ max_tokens: 9, max_completion_tokens: 8 })).maxTokens).to.equal(8);
  });

  test('takes text in parts, and developers as the system', () => {
    const content = [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ];
    expect(questionIn(request({ messages: [{ role: 'developer', content }] })).messages).to.deep.equal([
      { role: 'system', content: 'ab' },
    ]);
  });

  for (const [more, message] of [
    [{ tools: [{}] }, '"tools" is not offered here.'],
    [{ response_format: { type: 'json_object' } }, '"response_format" is not offered here.'],
    [{ n: 2 }, '"n" must be 1.'],
    [{ messages: [{ role: 'user', content: null }] }, 'The content of a message must be text.'],
    [{ messages: [{ role: 'user', content: [null] }] }, 'The content of a message must be text.'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }] },
      'The content of a message must be text.',
    ],
    [{ stop: 5 }, '"stop" must be a text or a list of texts.'],
    [{ stop: [{}] }, '"stop" must be a text or a list of texts.'],
  ] as const) {
    test(`is refused rather than half understood: ${JSON.stringify(more)}`, () => {
      expect(() => questionIn(request(more)))
        .to.throw(message)
        .with.property('code', 'invalid_request');
    });
  }
});
