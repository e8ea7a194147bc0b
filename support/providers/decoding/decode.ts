import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { WireFormat } from '../provider-double';

/** One question to a double by a caller of the harness's own. */
export interface Call {
  readonly format: WireFormat;
  readonly baseUrl: string;
  readonly streaming: boolean;
  readonly question: string;
  /** Gives up after so long without a byte or an event. */
  readonly quietMs: number;
}

/** What an official SDK made of the answer. */
export interface Decoded {
  readonly text: string;
  /** How many pieces of text came. */
  readonly pieces: number;
  /** Whether the answer was marked as finished. */
  readonly isFinished: boolean;
  /** Class, status and code of the error, as a short phrase; `silence` when the caller gave up. */
  readonly error?: string;
}

const enough = 40;

/** Asks by the format's official SDK, its own retries off. Never rejects. */
export async function decode(call: Call): Promise<Decoded> {
  const patience = new AbortController();
  let timer = setTimeout(() => patience.abort(), call.quietMs);
  const seen = { text: '', pieces: 0, isFinished: false };
  const heard = (piece: string, isFinished: boolean) => {
    clearTimeout(timer);
    timer = setTimeout(() => patience.abort(), call.quietMs);
    seen.text += piece;
    if (piece !== '') seen.pieces++;
    seen.isFinished ||= isFinished;
    if (seen.pieces >= enough) patience.abort();
  };
  try {
    await (call.format === 'openai' ? byOpenAi : byAnthropic)(call, patience.signal, heard);
    // The iterators of both SDKs end normally when they are aborted.
    if (patience.signal.aborted) return { ...seen, error: 'silence' };
    return seen;
  } catch (error) {
    return { ...seen, error: patience.signal.aborted ? 'silence' : phrase(error) };
  } finally {
    clearTimeout(timer);
  }
}

type Heard = (piece: string, isFinished: boolean) => void;

async function byOpenAi(
  { baseUrl, question, streaming }: Call,
  signal: AbortSignal,
  heard: Heard,
): Promise<void> {
  const client = new OpenAI({ apiKey: 'sk-double', baseURL: baseUrl, maxRetries: 0, logLevel: 'off' });
  const request = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: question }] };
  if (!streaming) {
    const completion = await client.chat.completions.create(request, { signal });
    const choice = completion.choices?.[0];
    heard(choice?.message.content ?? '', choice?.finish_reason === 'stop');
    return;
  }
  const stream = await client.chat.completions.create(
    { ...request, stream: true, stream_options: { include_usage: true } },
    { signal },
  );
  for await (const { choices } of stream) {
    heard(choices[0]?.delta.content ?? '', choices[0]?.finish_reason === 'stop');
  }
}

async function byAnthropic(
  { baseUrl, question, streaming }: Call,
  signal: AbortSignal,
  heard: Heard,
): Promise<void> {
  const client = new Anthropic({ apiKey: 'sk-double', baseURL: baseUrl, maxRetries: 0, logLevel: 'off' });
  const request = {
    model: 'claude-sonnet',
    max_tokens: 100,
    messages: [{ role: 'user' as const, content: question }],
  };
  if (!streaming) {
    const { content, stop_reason } = await client.messages.create(request, { signal });
    heard(
      (content ?? []).map((block) => ('text' in block ? block.text : '')).join(''),
      stop_reason === 'end_turn',
    );
    return;
  }
  for await (const event of await client.messages.create({ ...request, stream: true }, { signal })) {
    const isText = event.type === 'content_block_delta' && event.delta.type === 'text_delta';
    heard(isText && 'text' in event.delta ? event.delta.text : '', event.type === 'message_stop');
  }
}

function phrase(error: unknown): string {
  const { status, code, type } = error as Record<string, unknown>;
  const name = (error as object).constructor.name;
  return [name, status, code ?? type, innermostCode(error)].filter(Boolean).join(' ');
}

function innermostCode(error: unknown): string | undefined {
  const { cause } = error as { cause?: { code?: string } };
  if (cause === undefined) return undefined;
  const code = innermostCode(cause) ?? cause.code;
  // For a connection reset in mid-body Node's fetch says one or the other, whichever event it meets first.
  const isInBody = error instanceof TypeError && error.message === 'terminated';
  return isInBody && (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') ? 'reset' : code;
}
