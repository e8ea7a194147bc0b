/** One request to a double, read off the wire: all that the bytes of an answer depend on besides the behaviour. */
export interface WireRequest {
  /** The role of the double. */
  readonly role: string;
  /** Counted by the double, from 1; ids in the answer derive from it. */
  readonly number: number;
  /** For the dates in the answer, milliseconds since the epoch. */
  readonly nowMs: number;
  readonly model: string;
  /** The last user message. */
  readonly question: string;
  readonly streaming: boolean;
  /** OpenAI's `stream_options.include_usage`. */
  readonly includesUsage: boolean;
}

interface Message {
  role?: string;
  content?: string | { type?: string; text?: string }[];
}

/**
 * Reads the body of a request; both formats name these members alike.
 * Never throws: what cannot be read is empty, since a double in an odd mood must still answer.
 */
export function wireRequest(
  role: string,
  number: number,
  nowMs: number,
  body: Readonly<Record<string, unknown>>,
): WireRequest {
  const messages = Array.isArray(body.messages) ? (body.messages as Message[]) : [];
  const options = body.stream_options as { include_usage?: boolean } | undefined;
  return {
    role,
    number,
    nowMs,
    model: typeof body.model === 'string' ? body.model : '',
    question: textOf(messages.findLast((message) => message.role === 'user')?.content),
    streaming: body.stream === true,
    includesUsage: options?.include_usage === true,
  };
}

function textOf(content: Message['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => part.text ?? '').join('');
}
