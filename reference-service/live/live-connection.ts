import type { WebSocket } from 'ws';
import type { User } from '../auth/user';
import { nowMs } from '../clock';
import type { Policy } from '../policy';
import { eventIdOf, type LiveEvent, type Position, positionIn } from './live-event';
import type { LiveFeed } from './live-feed';
import type { LiveBeginning } from './live-metrics';

/** Why a connection ended. */
export type LiveEnd = 'left' | 'silent' | 'not_authenticated' | 'sign_in_expired' | 'service_stopping';

/**
 * Codes of WebSocket's close frame: 1012, the service restarts (https://www.iana.org/assignments/websocket); 4401 is ours, in
 * the range for applications, after HTTP's 401.
 */
const closeCodes = { service_stopping: 1012, not_authenticated: 4401, sign_in_expired: 4401 } as const;

/** Who does not answer the closing by then is hung up upon. */
const closingMs = 1_000;

/** What the connection tells whoever keeps it. */
export interface LiveConnectionEvents {
  began(how: LiveBeginning): void;
  told(): void;
  ended(reason: LiveEnd): void;
}

/** What a client brings along. */
export interface LiveClient {
  readonly requestId: string;
  /** The header's value, by which it can be seen again and again whether it still counts. */
  readonly authorization: string;
  /** The last event that it was told of before; undefined: it is new. */
  readonly lastEventId: string | undefined;
}

/** One client of one user. However slowly it reads, only so much waits for it in memory: the rest stays where it is kept. */
export class LiveConnection {
  readonly client: LiveClient;
  readonly #socket: WebSocket;
  readonly #feed: LiveFeed | undefined;
  readonly #policy: Policy['live'];
  readonly #events: LiveConnectionEvents;
  #user: User;
  /** What it was told of last; undefined until it is known where it stands. */
  #position: Position | undefined;
  #state: string | undefined;
  #heardAtMs = nowMs();
  #end: LiveEnd | undefined;
  #isWaitingForReader = false;

  constructor(
    socket: WebSocket,
    user: User,
    client: LiveClient,
    feed: LiveFeed | undefined,
    policy: Policy['live'],
    events: LiveConnectionEvents,
  ) {
    this.client = client;
    this.#socket = socket;
    this.#user = user;
    this.#feed = feed;
    this.#policy = policy;
    this.#events = events;
    const heard = (): void => {
      this.#heardAtMs = nowMs();
    };
    socket.on('pong', heard);
    socket.on('message', heard);
    socket.on('close', () => events.ended(this.#end ?? 'left'));
  }

  get user(): User {
    return this.#user;
  }

  /** Bytes that wait for the client to read, as far as this process holds them. */
  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** What its account includes may have changed. */
  signedInAs(user: User): void {
    this.#user = user;
  }

  /** The first word: the state of things and the rules of the connection. */
  greet(state: object): void {
    const { heartbeatMs, silentAfterMs, reconnect } = this.#policy;
    this.#send({
      type: 'hello',
      connection: this.client.requestId,
      ...state,
      heartbeatMs,
      silentAfterMs,
      reconnect: { ...reconnect, jitter: 'full' },
    });
    if (!this.#feed) this.#send({ type: 'started', lastEventId: null });
    this.tellEvents();
  }

  /** The level or the notices have changed. Only the last state counts: one that a slow reader has not read is replaced. */
  tellState(text: string): void {
    this.#state = text;
    this.#flush();
  }

  /** There may be something new. */
  tellEvents(): void {
    this.#flush();
  }

  /** A sign of life, and a question for one. @param isJudged false: it was we who could not hear. */
  beat(isJudged: boolean): void {
    if (this.#end) return;
    if (isJudged && nowMs() - this.#heardAtMs > this.#policy.silentAfterMs) {
      this.#end = 'silent';
      this.#socket.terminate();
      return;
    }
    if (!isJudged) this.#heardAtMs = nowMs();
    this.#socket.ping();
    // Whom so much waits for already has signs of life enough.
    if (!this.#isFull) this.#send({ type: 'heartbeat' });
  }

  /** Hangs up, saying why. @param afterMs so long the client is asked to stay away. */
  close(reason: keyof typeof closeCodes, afterMs?: number): void {
    if (this.#end) return;
    if (afterMs !== undefined) this.#send({ type: 'going-away', reconnectAfterMs: Math.round(afterMs) });
    this.#end = reason;
    this.#socket.close(closeCodes[reason], reason);
    setTimeout(() => this.#socket.terminate(), closingMs).unref();
  }

  get #isFull(): boolean {
    return this.#socket.bufferedAmount >= this.#policy.bufferBytes;
  }

  #flush(): void {
    if (this.#end || this.#isWaitingForReader) return;
    if (this.#state !== undefined) {
      if (this.#isFull) {
        this.#waitForReader();
        return;
      }
      this.#socket.send(this.#state);
      this.#state = undefined;
    }
    if (this.#position === undefined) this.#findPosition();
    if (this.#position === undefined || !this.#user.may.has('read')) return;
    const news = this.#feed?.after(this.#position);
    if (news === undefined) this.#startAfresh();
    for (const event of news ?? []) {
      if (this.#isFull) {
        this.#waitForReader();
        return;
      }
      this.#send(messageOf(event));
      this.#position = event;
      this.#events.told();
    }
  }

  /** Where the client stands, once that can be known. */
  #findPosition(): void {
    if (!this.#feed?.isLoaded) return;
    const { lastEventId } = this.client;
    const position = positionIn(lastEventId ?? '');
    if (lastEventId === undefined) this.#stand(this.#feed.position, 'new', 'started');
    else if (position && this.#feed.after(position)) this.#stand(position, 'resumed', 'resumed');
    else this.#startAfresh();
  }

  /** What was missed cannot be told: what the client knows is to be read again. */
  #startAfresh(): void {
    if (this.#feed) this.#stand(this.#feed.position, 'afresh', 'start-afresh');
  }

  #stand(position: Position, how: LiveBeginning, type: string): void {
    this.#position = position;
    this.#events.began(how);
    this.#send({ type, lastEventId: eventIdOf(position) });
  }

  /** Goes on once what was sent last has left this process. */
  #waitForReader(): void {
    this.#isWaitingForReader = true;
    this.#socket.ping(undefined, undefined, () => {
      this.#isWaitingForReader = false;
      this.#flush();
    });
  }

  #send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }
}

function messageOf(event: LiveEvent): object {
  const { thread, position, author, text } = event;
  return { type: 'message', id: eventIdOf(event), thread, position, author, text };
}
