import Redis from 'ioredis';
import { Breaker } from '../breaker/breaker';
import type { BreakerTransition } from '../breaker/breaker-state';
import type { Policy } from '../policy';
import { recordDependencyFailure } from '../telemetry/dependency-failure';
import type { Log } from '../telemetry/log';
import { inTime } from './in-time';

/** So many times as long as one command may take. */
const silentCommands = 5;

/** Redis with limits on everything, and a breaker. What it is out for, nobody waits for. */
export class Cache {
  readonly breaker: Breaker;
  readonly #client: Redis;
  readonly #log: Log;
  readonly #onWritability: () => void;
  readonly #commandMs: number;
  #takesWrites = true;
  #rejectsCredentials = false;

  /** @param onWritability is told when Redis begins or ceases to take writes while it answers. */
  constructor(
    url: string,
    policy: Policy,
    log: Log,
    onTransition: (transition: BreakerTransition) => void,
    onWritability: () => void = () => {},
  ) {
    this.#log = log;
    this.#onWritability = onWritability;
    this.#commandMs = policy.redis.commandMs;
    this.breaker = new Breaker('redis', policy.dependencyBreaker, onTransition);
    // The defaults queue commands for seconds while Redis is out, and hang on a frozen one.
    this.#client = new Redis(url, {
      // A connection that is dead is given up for it; each command is waited for no longer than `commandMs`, see `run`.
      commandTimeout: silentCommands * policy.redis.commandMs,
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
      if (!/^(WRONGPASS|NOAUTH|NOPERM)/.test(error.message) || this.#rejectsCredentials) return;
      this.#rejectsCredentials = true;
      log.error(
        { event: 'dependency.credentials-rejected', dependency: 'redis', alert: true, class: 'persistent' },
        'Redis rejects what the service signs in with; it will not work until somebody acts',
      );
    });
    this.#client.on('ready', () => {
      this.#rejectsCredentials = false;
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
      const result = await inTime(command(this.#client), this.#commandMs);
      admission.permit.succeeded();
      return result;
    } catch (error) {
      // It answers: what it does not take is noted apart.
      if (isRefusedWrite(error)) {
        admission.permit.succeeded();
        this.noteWritability(false);
        throw error;
      }
      // The message may name addresses, and causes are shown to anybody.
      const cause = (error as { code?: string }).code ?? 'no answer';
      recordDependencyFailure(this.#log, {
        dependency: 'redis',
        isPersistent: this.#rejectsCredentials,
        cause,
      });
      admission.permit.failed(cause);
      throw error;
    }
  }

  /** It answers, but takes no writes: it is full, a replica, or cannot save. */
  get takesWrites(): boolean {
    return this.#takesWrites;
  }

  /** To be told what was seen. */
  noteWritability(takesWrites: boolean): void {
    if (this.#takesWrites === takesWrites) return;
    this.#takesWrites = takesWrites;
    this.#onWritability();
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

/** Redis refused to change anything, and changed nothing. */
export function isRefusedWrite(error: unknown): boolean {
  const { name, message } = error as Error;
  return name === 'ReplyError' && /\b(OOM|READONLY|MISCONF)\b/.test(message);
}
