import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { ProviderEvent } from '../providers/provider';
import { completion, completionStream } from './chat-answer';

const identity = { id: 'chatcmpl-1', model: 'm', createdSeconds: 1 };
const usage = { promptTokens: 2, completionTokens: 3 };

async function* events(...given: (string | 'finish' | Error)[]): AsyncGenerator<ProviderEvent> {
  for (const each of given) {
    if (each instanceof Error) throw each;
    yield each === 'finish' ? { kind: 'finished', reason: 'stop', usage } : { kind: 'token', text: each };
  }
}
const sent = async (given: AsyncGenerator<ProviderEvent>, includeUsage = false): Promise<string[]> => {
  const lines: string[] = [];
  const onBroken = (error: unknown): object => ({ error: { message: String(error) } });
  for await (const line of completionStream(identity, given, includeUsage, onBroken)) lines.push(line);
  return lines;
};
const parsed = (line: string | undefined) => JSON.parse((line ?? '').replace(/^data: /, ''));

describe('a streamed answer', () => {
  test('is tokens, one finish reason, and then [DONE]', async () => {
    const lines = await sent(events('a', 'b', 'finish'));
    expect(lines).to.have.length(4);
    expect(lines.every((line) => /^data: .+\n\n$/.test(line))).to.equal(true);
    const [first, second, finish] = lines.map((line) => (line.includes('[DONE]') ? {} : parsed(line)));
    expect(first).to.include({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'm' });
    expect(first.choices[0].delta).to.deep.equal({ role: 'assistant', content: 'a' });
    expect(second.choices[0]).to.deep.include({ delta: { content: 'b' }, finish_reason: null });
    expect(finish.choices[0]).to.deep.include({ delta: {}, finish_reason: 'stop' });
    expect(lines[3]).to.equal('data: [DONE]\n\n');
  });

  test('has its usage between finish and [DONE] where that was asked for', async () => {
    const lines = await sent(events('a', 'finish'), true);
    expect(lines).to.have.length(4);
    expect(parsed(lines[2])).to.deep.include({
      choices: [],
      usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 },
    });
  });

  test('that breaks off ends in an error: no finish reason, no [DONE]', async () => {
    const lines = await sent(events('a', new Error('cut')));
    expect(lines).to.have.length(2);
    expect(parsed(lines[1])).to.deep.equal({ error: { message: 'Error: cut' } });
    expect(lines.join(''))
      .to.not.include('[DONE]')
      .and.not.match(/"finish_reason":"/);
  });
});

test('a whole answer has OpenAI’s form', () => {
  const answer = completion(identity, { text: 'ab', reason: 'length', usage: undefined });
  expect(answer).to.deep.include({ object: 'chat.completion', model: 'm', usage: null });
  expect(answer).to.have.nested.property('choices[0].message.content', 'ab');
  expect(answer).to.have.nested.property('choices[0].finish_reason', 'length');
});
