import { Client } from 'pg';
import type { Policy } from '../policy';
import type { Log } from '../telemetry/log';
import { liveChannel } from './record-live-events';

/** Who is told of what PostgreSQL announces. */
export interface ListenerEvents {
  /** There is something new for this user. */
  news(owner: string): void;
  /** Something may have been announced that was not heard: announcements are heard from now on. */
  mayHaveMissed(): void;
}

/**
 * Hears PostgreSQL announce new events, over a connection of its own, so that it takes none from those who work. A connection
 * can be dead without saying so: it is asked again and again.
 */
export class EventListener {
  readonly #url: string;
  readonly #policy: Policy;
  readonly #log: Log;
  readonly #events: ListenerEvents;
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStarted = false;
  #isListening = false;
  #isInterrupted = false;

  constructor(url: string, policy: Policy, log: Log, events: ListenerEvents) {
    this.#url = url;
    this.#policy = policy;
    this.#log = log;
    this.#events = events;
  }

  /** False: what is announced now is not heard. */
  get isListening(): boolean {
    return this.#isListening;
  }

  /** Listens from now on, until `stop`. Safe to repeat. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    void this.#look();
  }

  stop(): void {
    this.#isStarted = false;
    clearTimeout(this.#timer);
    this.#hangUp();
  }

  async #look(): Promise<void> {
    try {
      if (this.#client) await this.#client.query('SELECT 1');
      else await this.#connect();
    } catch (error) {
      this.#interrupted(error as Error);
    }
    if (!this.#isStarted) return this.#hangUp();
    this.#timer = setTimeout(() => void this.#look(), this.#policy.live.lookMs);
    this.#timer.unref();
  }

  async #connect(): Promise<void> {
    const { connectMs, queryMs } = this.#policy.database;
    const client = new Client({
      connectionString: this.#url,
      connectionTimeoutMillis: connectMs,
      query_timeout: queryMs,
      keepAlive: true,
      application_name: 'reference-service live',
    });
    this.#client = client;
    client.on('error', (error) => {
      if (this.#client === client) this.#interrupted(error);
    });
    client.on('notification', ({ payload }) => {
      if (payload !== undefined) this.#events.news(payload);
    });
    await client.connect();
    await client.query(`LISTEN ${liveChannel}`);
    this.#isListening = true;
    if (this.#isInterrupted)
      this.#log.info({ event: 'live.listening' }, 'new messages are heard of at once again');
    this.#isInterrupted = false;
    this.#events.mayHaveMissed();
  }

  #interrupted(error: Error): void {
    this.#hangUp();
    if (this.#isInterrupted || !this.#isStarted) return;
    this.#isInterrupted = true;
    const cause = (error as { code?: string }).code ?? error.message;
    this.#log.warn(
      { event: 'live.listening-interrupted', dependency: 'database', class: 'transient', cause },
      'new messages are not heard of at once for now; it is looked for them instead',
    );
  }

  /** Not politely: a frozen server would not let us go. */
  #hangUp(): void {
    const client = this.#client as (Client & { connection?: { stream: { destroy(): void } } }) | undefined;
    this.#client = undefined;
    this.#isListening = false;
    client?.connection?.stream.destroy();
  }
}
