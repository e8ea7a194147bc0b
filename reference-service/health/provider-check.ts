import type { Question } from '../providers/provider';
import type { GuardedProvider } from '../routing/guarded-provider';
import type { Watched } from './health-watch';

/** A very small question: it costs a few tokens and takes the way that users' questions take. Some models refuse a limit of one. */
const question: Omit<Question, 'model'> = { messages: [{ role: 'user', content: 'ping' }], maxTokens: 16 };

/**
 * A provider as something to look after.
 * @param limitMs what a check may take as a whole; more is the provider's failure. A deadline would be the caller's.
 */
export function watchedProvider(guarded: GuardedProvider, limitMs: number): Watched {
  return {
    breaker: guarded.breaker,
    quietUntilMs: () => guarded.limit.untilMs,
    check: async (signal) => {
      const entry = guarded.enter();
      if (!('permit' in entry)) return 'not admitted';
      const model = guarded.provider.model;
      const bounds = { deadlineMs: Number.POSITIVE_INFINITY, callMs: limitMs, signal };
      try {
        for await (const _ of guarded.call(entry, { ...question, model }, model, bounds, {
          purpose: 'check',
        }));
        return 'healthy';
      } catch {
        return 'failed'; // The breaker and the metrics have heard of it.
      }
    },
  };
}
