import { describe, test } from 'node:test';
import { expect } from 'chai';
import nock from 'nock';
import { decode } from '../decoding/decode';
import { NockTransport } from './nock-transport';

describe('the transport by nock', () => {
  test('takes the real addresses for the roles as shipped, and others for others', async () => {
    await using transport = new NockTransport();
    await using beside = new NockTransport();
    const urls = [
      await transport.open('primary', 'openai'),
      await transport.open('secondary', 'anthropic'),
      await transport.open('third', 'openai'),
      await beside.open('primary', 'openai'),
      await beside.open('third', 'anthropic'),
    ].map(({ baseUrl }) => baseUrl);
    expect(urls).to.deep.equal([
      'https://api.openai.com/v1',
      'https://api.anthropic.com',
      'https://third.llm.example/v1',
      'https://primary.llm.example/v1',
      'https://third-2.llm.example',
    ]);
  });

  test('leaves no interceptor behind, and the real address free for the next', async () => {
    for (let round = 0; round < 2; round++) {
      await using transport = new NockTransport();
      expect((await transport.open('primary', 'openai')).baseUrl).to.equal('https://api.openai.com/v1');
      expect(nock.activeMocks()).to.have.length(1);
    }
    expect(nock.activeMocks()).to.deep.equal([]);
  });

  test('no host but loopback can be reached, with a transport and after it', async () => {
    const failure = (url: string) =>
      fetch(url).then(
        () => 'reached',
        (error: Error) => error.message,
      );
    {
      await using transport = new NockTransport();
      expect(await failure('https://example.com/')).to.contain(
        'Nock: Disallowed net connect for "example.com',
      );
      await transport.open('primary', 'openai');
      expect(await failure('https://api.openai.com/v1/models')).to.match(
        /^Nock: (No match|Disallowed net connect)/u,
      );
    }
    expect(await failure('https://api.openai.com/v1/models')).to.match(
      /^Nock: (No match|Disallowed net connect)/u,
    );
    expect(await failure('https://example.com/')).to.contain('Nock: Disallowed net connect');
    // Port 1 is nobody's: what comes back is the system's refusal, not nock's.
    const loopback = await fetch('http://127.0.0.1:1').catch(
      ({ cause }: Error) => (cause as { code: string })?.code,
    );
    expect(loopback).to.not.equal('ENETUNREACH');
  });

  test('120 doubles answer at once', async () => {
    await using transport = new NockTransport();
    const answers = await Promise.all(
      Array.from({ length: 120 }, async (_, index) => {
        const { baseUrl } = await transport.open(`outage-${index}`, 'openai');
        const call = { format: 'openai', baseUrl, streaming: true, question: 'Hi', quietMs: 5_000 } as const;
        return (await decode(call)).text;
      }),
    );
    expect(new Set(answers).size).to.equal(120);
  });
});
