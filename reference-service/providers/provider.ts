/** A question as the service accepts it: the part of OpenAI's chat completion request that every provider has. */
export interface Question {
  model: string;
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[];
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  stop?: string[];
}

export type FinishReason = 'stop' | 'length' | 'content_filter';

export interface TokenUsage {
  promptTokens: number;
  completionTokens: number;
}

/** What a provider's answer consists of, in this order; without the last one it is not complete. */
export type ProviderEvent =
  /** The head of the answer says that a limit is used up with it: nothing more is taken for so long, in milliseconds. */
  | { kind: 'used up'; forMs: number }
  | { kind: 'token'; text: string }
  | { kind: 'finished'; reason: FinishReason; usage: TokenUsage | undefined };

/** One configured LLM provider. Always asked for a stream: only a stream shows early that nothing is coming. */
export interface Provider {
  readonly name: string;
  /** The model it is asked for when it is not the first choice. */
  readonly model: string;
  /**
   * Asks it. The sequence ends after `finished`; anything else is an error.
   * @throws ProviderFailure
   */
  ask(question: Question, model: string, signal: AbortSignal): AsyncIterable<ProviderEvent>;
}

/** How one provider is configured. Two may share a format. */
export interface ProviderConfiguration {
  name: string;
  format: 'openai' | 'anthropic';
  baseUrl: string;
  apiKey: string;
  model: string;
}
