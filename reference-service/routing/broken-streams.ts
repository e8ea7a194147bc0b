import { createHash } from 'node:crypto';
import { nowMs } from '../clock';
import type { Question } from '../providers/provider';

const mostRemembered = 10_000;

/**
 * Remembers whose stream broke off at which provider, so that asking again is answered by another one, although one
 * broken stream does not open a breaker. Bounded: the oldest are forgotten first.
 */
export class BrokenStreams {
  readonly #memoryMs: number;
  readonly #broken = new Map<string, { provider: string; untilMs: number }>();

  constructor(memoryMs: number) {
    this.#memoryMs = memoryMs;
  }

  remember(user: string, question: Question, provider: string): void {
    const key = keyOf(user, question);
    this.#broken.delete(key);
    this.#broken.set(key, { provider, untilMs: nowMs() + this.#memoryMs });
    if (this.#broken.size > mostRemembered) this.#broken.delete(this.#broken.keys().next().value as string);
  }

  /** The provider to be asked last for this question; undefined when there is none. */
  toBeAskedLast(user: string, question: Question): string | undefined {
    if (this.#broken.size === 0) return undefined;
    const found = this.#broken.get(keyOf(user, question));
    return found && found.untilMs > nowMs() ? found.provider : undefined;
  }
}

function keyOf(user: string, question: Question): string {
  return createHash('sha256')
    .update(user)
    .update('\0')
    .update(JSON.stringify(question.messages))
    .digest('base64');
}
