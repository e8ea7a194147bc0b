import Anthropic from '@anthropic-ai/sdk';
import { classify } from './classify';
import type { ConnectionPool } from './connection-pool';
import type { FinishReason, Provider, ProviderConfiguration, ProviderEvent, Question } from './provider';
import { ProviderFailure } from './provider-failure';
import { usedUp } from './used-up';

/** Anthropic's format requires a limit; this stands where the caller names none. */
const defaultMaxTokens = 4_096;

/** A provider that speaks Anthropic's messages. */
export class AnthropicProvider implements Provider {
  readonly name: string;
  readonly model: string;
  readonly #client: Anthropic;

  constructor(configuration: ProviderConfiguration, pool: ConnectionPool | undefined) {
    this.name = configuration.name;
    this.model = configuration.model;
    this.#client = new Anthropic({
      baseURL: configuration.baseUrl,
      apiKey: configuration.apiKey,
      maxRetries: 0,
      // The SDK would write what it cannot parse, prompts included, to the console.
      logLevel: 'off',
      timeout: 24 * 3_600_000,
      fetchOptions: pool ? ({ dispatcher: pool } as object) : {},
    });
  }

  async *ask(question: Question, model: string, signal: AbortSignal): AsyncIterable<ProviderEvent> {
    let reason: FinishReason | undefined;
    let isComplete = false;
    let promptTokens = 0;
    let completionTokens = 0;
    try {
      const { data: stream, response } = await this.#client.messages
        .create(bodyFor(question, model), { signal })
        .withResponse();
      yield* usedUp(response.headers);
      for await (const event of stream) {
        if (event.type === 'message_start') promptTokens = event.message.usage.input_tokens;
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta' && event.delta.text) {
          yield { kind: 'token', text: event.delta.text };
        }
        if (event.type === 'message_delta') {
          reason = finishReasons[event.delta.stop_reason ?? ''] ?? 'stop';
          completionTokens = event.usage.output_tokens;
        }
        if (event.type === 'message_stop') isComplete = true;
      }
    } catch (error) {
      throw classify(error, signal);
    }
    // After an abort this SDK's iterator ends as if all were well, and so it does when the body ends early.
    if (signal.aborted) throw classify(undefined, signal);
    if (!isComplete || reason === undefined) {
      throw new ProviderFailure('ended_early', 'the stream ended without message_stop');
    }
    yield { kind: 'finished', reason, usage: { promptTokens, completionTokens } };
  }
}

function bodyFor(question: Question, model: string): Anthropic.MessageCreateParamsStreaming {
  const system = question.messages
    .filter((message) => message.role === 'system')
    .map((message) => message.content);
  const messages = question.messages.flatMap(({ role, content }) =>
    role === 'system' ? [] : [{ role, content }],
  );
  return {
    model,
    messages,
    stream: true,
    max_tokens: question.maxTokens ?? defaultMaxTokens,
    ...(system.length === 0 ? {} : { system: system.join('\n\n') }),
    ...(question.temperature === undefined ? {} : { temperature: Math.min(1, question.temperature) }),
    ...(question.topP === undefined ? {} : { top_p: question.topP }),
    ...(question.stop === undefined ? {} : { stop_sequences: question.stop }),
  };
}

const finishReasons: Record<string, FinishReason> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  refusal: 'content_filter',
};
