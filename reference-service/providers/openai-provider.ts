import OpenAI from 'openai';
import { classify } from './classify';
import type { ConnectionPool } from './connection-pool';
import type {
  FinishReason,
  Provider,
  ProviderConfiguration,
  ProviderEvent,
  Question,
  TokenUsage,
} from './provider';
import { ProviderFailure } from './provider-failure';
import { usedUp } from './used-up';

/** A provider that speaks OpenAI's chat completions. */
export class OpenAIProvider implements Provider {
  readonly name: string;
  readonly model: string;
  readonly #client: OpenAI;

  constructor(configuration: ProviderConfiguration, pool: ConnectionPool | undefined) {
    this.name = configuration.name;
    this.model = configuration.model;
    this.#client = new OpenAI({
      baseURL: configuration.baseUrl,
      apiKey: configuration.apiKey,
      maxRetries: 0,
      // The SDK would write what it cannot parse, prompts included, to the console.
      logLevel: 'off',
      // Time is kept by the service, token by token; the SDK's limit would not bound a stalled stream anyway.
      timeout: 24 * 3_600_000,
      fetchOptions: pool ? ({ dispatcher: pool } as object) : {},
    });
  }

  async *ask(question: Question, model: string, signal: AbortSignal): AsyncIterable<ProviderEvent> {
    let reason: FinishReason | undefined;
    let usage: TokenUsage | undefined;
    try {
      const { data: stream, response } = await this.#client.chat.completions
        .create(bodyFor(question, model), { signal })
        .withResponse();
      yield* usedUp(response.headers);
      for await (const chunk of stream) {
        const choice = chunk.choices?.[0];
        if (choice?.delta?.content) yield { kind: 'token', text: choice.delta.content };
        if (choice?.finish_reason) reason = finishReasons[choice.finish_reason] ?? 'stop';
        if (chunk.usage) {
          usage = {
            promptTokens: chunk.usage.prompt_tokens,
            completionTokens: chunk.usage.completion_tokens,
          };
        }
      }
    } catch (error) {
      throw classify(error, signal);
    }
    // The SDK's iterator ends normally when the body does, finished or not.
    if (signal.aborted) throw classify(undefined, signal);
    if (reason === undefined)
      throw new ProviderFailure('ended_early', 'the stream ended without a finish reason');
    yield { kind: 'finished', reason, usage };
  }
}

function bodyFor(question: Question, model: string): OpenAI.ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: question.messages,
    stream: true,
    stream_options: { include_usage: true },
    ...(question.maxTokens === undefined ? {} : { max_completion_tokens: question.maxTokens }),
    ...(question.temperature === undefined ? {} : { temperature: question.temperature }),
    ...(question.topP === undefined ? {} : { top_p: question.topP }),
    ...(question.stop === undefined ? {} : { stop: question.stop }),
  };
}

const finishReasons: Record<string, FinishReason> = {
  stop: 'stop',
  length: 'length',
  content_filter: 'content_filter',
};
