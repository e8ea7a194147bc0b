import type { ProviderEvent, TokenUsage } from '../providers/provider';
import type { CompleteAnswer } from '../routing/delivery';

/** What every part of one answer has in common. */
export interface AnswerIdentity {
  id: string;
  model: string;
  createdSeconds: number;
}

/** An answer in one piece, in OpenAI's format. */
export function completion(identity: AnswerIdentity, { text, reason, usage }: CompleteAnswer): object {
  return {
    id: identity.id,
    object: 'chat.completion',
    created: identity.createdSeconds,
    model: identity.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text, refusal: null },
        logprobs: null,
        finish_reason: reason,
      },
    ],
    usage: usageIn(usage),
  };
}

/**
 * An answer as a stream of server-sent events, in OpenAI's format.
 * @param onBroken is told of an error after the first token and gives the error body that ends the stream: then nothing
 * says "finished", neither a finish reason nor `[DONE]`.
 */
export async function* completionStream(
  identity: AnswerIdentity,
  events: AsyncGenerator<ProviderEvent>,
  includeUsage: boolean,
  onBroken: (error: unknown) => object,
): AsyncGenerator<string> {
  const chunk = (choices: object[], more: object = {}): string =>
    data({
      id: identity.id,
      object: 'chat.completion.chunk',
      created: identity.createdSeconds,
      model: identity.model,
      choices,
      ...more,
    });
  const choice = (delta: object, finishReason: string | null = null): object => ({
    index: 0,
    delta,
    logprobs: null,
    finish_reason: finishReason,
  });
  try {
    let isFirst = true;
    for await (const event of events) {
      if (event.kind === 'token') {
        const role = isFirst ? { role: 'assistant' } : {};
        isFirst = false;
        yield chunk([choice({ ...role, content: event.text })]);
      } else if (event.kind === 'finished') {
        yield chunk([choice({}, event.reason)]);
        if (includeUsage) yield chunk([], { usage: usageIn(event.usage) });
        yield 'data: [DONE]\n\n';
      }
    }
  } catch (error) {
    yield data(onBroken(error));
  }
}

function data(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function usageIn(usage: TokenUsage | undefined): object | null {
  if (!usage) return null;
  const { promptTokens, completionTokens } = usage;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}
