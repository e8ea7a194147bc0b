import Redis from 'ioredis';
import { Breaker } from '../breaker/breaker';
import type { BreakerTransition } from '../breaker/breaker-state';
import type { Policy } from '../policy';
import type { Log } from '../telemetry/log';

/** Redis with limits on everything, and a breaker. What it is out for, nobody waits for. */
export class Cache {
  readonly breaker: Breaker;
  readonly #client: Redis;

  constructor(url: string, policy: Policy, log: Log, onTransition: (transition: BreakerTransition) => void) {
    this.breaker = new Breaker('redis', policy.dependencyBreaker, onTransition);
    // The defaults queue commands for seconds while Redis is out, and hang on a frozen one.
    this.#client = new Redis(url, {
      commandTimeout: policy.redis.commandMs,
      connectTimeout: policy.redis.connectMs,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      retryStrategy: (times) => Math.min(50 * times, 1_000),
      lazyConnect: true,
    });
    this.#client.on('error', (error) => {
      log.debug(
        { event: 'redis.connection-lost', cause: error.message },
        'the connection to Redis has a problem',
      );
    });
    this.#client.connect().catch(() => {}); // Its error event has told; it goes on trying.
  }

  /**
   * Asks Redis something, behind the breaker.
   * @returns undefined when the breaker is open. @throws whatever the command throws.
   */
  async run<T>(command: (client: Redis) => Promise<T>): Promise<T | undefined> {
    const admission = this.breaker.admit();
    if (!admission.admitted) return undefined;
    try {
      const result = await command(this.#client);
      admission.permit.succeeded();
      return result;
    } catch (error) {
      // The message may name addresses, and causes are shown to anybody.
      const { code } = error as { code?: string };
      admission.permit.failed(code ?? 'no answer');
      throw error;
    }
  }

  /** Calls back on each connection that is ready; at once when there is one. */
  onReady(listener: () => void): void {
    this.#client.on('ready', listener);
    if (this.#client.status === 'ready') listener();
  }

  async close(): Promise<void> {
    this.#client.disconnect();
  }
}
