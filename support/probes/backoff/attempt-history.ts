import type { ProviderRequest } from '../../providers/provider-double';

/** One attempt as the provider saw it. Milliseconds on one clock. */
export interface Attempt {
  readonly arrivedAtMs: number;
  /** When it was refused; left out, the moment of its arrival counts. */
  readonly answeredAtMs?: number | undefined;
  /** How long the refusal asked to be left alone (`Retry-After`), from the answer on. */
  readonly floorMs?: number | undefined;
}

/** Everything that one client, which is one question, sent to one provider, in order of arrival. */
export interface AttemptHistory {
  readonly client: string;
  readonly attempts: readonly Attempt[];
}

/**
 * The log of a provider, taken apart by question; each client must therefore have asked a question of its own.
 * @param floorMs what the answer to a request asked for, in milliseconds; undefined where it asked for nothing.
 */
export function attemptHistories(
  log: readonly Pick<ProviderRequest, 'question' | 'arrivedAtMs' | 'answeredAtMs'>[],
  floorMs: (request: { arrivedAtMs: number; answeredAtMs?: number }) => number | undefined = () => undefined,
): AttemptHistory[] {
  const byQuestion = new Map<string, Attempt[]>();
  for (const request of log) {
    const { question, arrivedAtMs, answeredAtMs } = request;
    const attempts = byQuestion.get(question) ?? [];
    attempts.push({ arrivedAtMs, answeredAtMs, floorMs: floorMs(request) });
    byQuestion.set(question, attempts);
  }
  return [...byQuestion].map(([client, attempts]) => ({ client, attempts }));
}
