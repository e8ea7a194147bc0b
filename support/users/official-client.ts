import OpenAI from 'openai';
import { nowMs } from '../evidence/now';
import type { Answer } from './answer';

/** One question as a user of the official client asks it. */
export interface OfficialAsking {
  user: { name: string; token: string };
  question: string;
  model: string;
  streamed: boolean;
}

/**
 * Asks with OpenAI's own client and its default settings, its own retries included. Never throws: an error is an outcome,
 * as far as the client shows it to its user.
 */
export async function askWithOfficialClient(serviceUrl: string, asking: OfficialAsking): Promise<Answer> {
  const { user, question, model, streamed } = asking;
  const answer: Answer = {
    user: user.name,
    question,
    streamed,
    askedAtMs: nowMs(),
    endedAtMs: 0,
    outcome: 'lost',
    text: '',
    finishes: 0,
    headers: {},
  };
  const client = new OpenAI({ baseURL: `${serviceUrl}/v1`, apiKey: user.token });
  try {
    const messages = [{ role: 'user' as const, content: question }];
    if (streamed) await readStream(client, { model, messages, stream: true }, answer);
    else readWhole(await client.chat.completions.create({ model, messages }), answer);
    answer.outcome = answer.finishes === 1 ? 'complete' : 'lost';
  } catch (error) {
    noteError(error, answer);
  }
  answer.endedAtMs = nowMs();
  return answer;
}

async function readStream(
  client: OpenAI,
  body: OpenAI.ChatCompletionCreateParamsStreaming,
  answer: Answer,
): Promise<void> {
  for await (const chunk of await client.chat.completions.create(body)) {
    answer.model = chunk.model;
    answer.text += chunk.choices[0]?.delta.content ?? '';
    if (chunk.choices[0]?.finish_reason) answer.finishes += 1;
  }
}

function readWhole({ model, choices }: OpenAI.ChatCompletion, answer: Answer): void {
  answer.model = model;
  answer.text = choices[0]?.message.content ?? '';
  if (choices[0]?.finish_reason) answer.finishes += 1;
}

/** What the client shows its user: an error of its own with status, code and the sentence in its message. */
function noteError(error: unknown, answer: Answer): void {
  if (!(error instanceof OpenAI.APIError) || error.code == null) {
    answer.trace = String(error);
    return;
  }
  const seconds = Number(error.headers?.get('retry-after') ?? Number.NaN);
  answer.outcome = answer.text === '' ? 'refused' : 'broken off';
  answer.status = error.status;
  answer.error = {
    code: error.code,
    message: error.message,
    ...(Number.isNaN(seconds) ? {} : { retryAfterSeconds: seconds }),
  };
}
