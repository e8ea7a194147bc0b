import OpenAI from 'openai';
import { nowMs } from '../evidence/now';
import type { Answer } from './answer';

/** Asks for a stream with OpenAI's own client and default settings. Never throws: an error is an outcome. */
export async function askWithOfficialClient(
  serviceUrl: string,
  user: { name: string; token: string },
  question: string,
  model: string,
): Promise<Answer> {
  const answer: Answer = {
    user: user.name,
    question,
    streamed: true,
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
    for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
      answer.model = chunk.model;
      answer.text += chunk.choices[0]?.delta.content ?? '';
      if (chunk.choices[0]?.finish_reason) answer.finishes += 1;
    }
    answer.outcome = answer.finishes === 1 ? 'complete' : 'lost';
  } catch (error) {
    answer.trace = String(error);
  }
  answer.endedAtMs = nowMs();
  return answer;
}
