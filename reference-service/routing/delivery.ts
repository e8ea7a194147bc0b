import type { FinishReason, ProviderEvent, TokenUsage } from '../providers/provider';

/** A stream whose first token is there. */
export interface Delivery {
  events: AsyncGenerator<ProviderEvent>;
}

/** A whole answer. */
export interface CompleteAnswer {
  text: string;
  reason: FinishReason;
  usage: TokenUsage | undefined;
}

/** For a streaming caller: what comes before the first token may still be asked of another provider, what comes after may not. */
export async function untilFirstToken(events: AsyncGenerator<ProviderEvent>): Promise<Delivery> {
  const first = await events.next();
  return { events: withFirst(first, events) };
}

/** No generator: one that has not begun is not told to end, and the call behind it would be held for ever. */
function withFirst(
  first: IteratorResult<ProviderEvent>,
  rest: AsyncGenerator<ProviderEvent>,
): AsyncGenerator<ProviderEvent> {
  let waiting: IteratorResult<ProviderEvent> | undefined = first;
  return {
    next: () => {
      const next = waiting ? Promise.resolve(waiting) : rest.next();
      waiting = undefined;
      return next;
    },
    return: (value) => {
      waiting = undefined;
      return rest.return(value);
    },
    throw: (error) => rest.throw(error),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      await rest.return(undefined);
    },
  };
}

/** For any other caller: nothing has been passed on before the end, so every failure may still be made good elsewhere. */
export async function untilTheEnd(events: AsyncGenerator<ProviderEvent>): Promise<CompleteAnswer> {
  let text = '';
  for await (const event of events) {
    if (event.kind === 'token') text += event.text;
    if (event.kind === 'finished') return { text, reason: event.reason, usage: event.usage };
  }
  throw new Error('a supervised call ended without finishing'); // supervisedCall throws instead.
}
