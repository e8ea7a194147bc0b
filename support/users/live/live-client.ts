import { WebSocket } from 'ws';
import { nowMs } from '../../evidence/now';
import { type LiveAttempt, LiveRecord } from './live-record';

/** Until the service has said by which rules, a client goes by these; milliseconds. */
const usual = { silentAfterMs: 3_000, baseMs: 200, capMs: 1_000 };

/** What a client cannot mend by coming back. */
const final: readonly string[] = ['not_authenticated', 'sign_in_expired', 'not_permitted'];

/** Who connects, and how. */
export interface LiveClientOptions {
  /** Where to, asked before each attempt: behind a load balancer that may be somewhere else each time. */
  readonly url: () => Promise<string>;
  /** Undefined: a stranger. */
  readonly token: string | undefined;
  /** For the waits before coming back. */
  readonly random: () => number;
  /** An id to begin with, as if it had been told. */
  readonly lastEventId?: string;
}

/**
 * An application that is kept open, as docs/observable-contract.md asks of it: it comes back by itself, after waits as the
 * service advises, says what it was told last, and gives up a connection over which it hears no sign of life.
 */
export class LiveClient {
  readonly record = new LiveRecord();
  readonly #options: LiveClientOptions;
  #rules = { ...usual };
  #lastEventId: string | undefined;
  #socket: WebSocket | undefined;
  #attemptsInVain = 0;
  #isAway = true;
  #asksToComeBackMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    this.#lastEventId = options.lastEventId;
  }

  /** Whether the service's first word has come over the connection that it has. */
  get isConnected(): boolean {
    const { last } = this.record;
    return last?.helloAtMs !== undefined && last.endedAtMs === undefined;
  }

  /** Connects, and comes back whenever it is cut off, until it goes away. */
  come(): void {
    if (!this.#isAway) return;
    this.#isAway = false;
    void this.#connect(nowMs());
  }

  /** Ends the connection and does not come back by itself. */
  goAway(): void {
    this.#isAway = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    this.#socket?.close();
    const socket = this.#socket;
    setTimeout(() => socket?.terminate(), 1_000).unref();
  }

  /** Goes away without a word. */
  [Symbol.dispose](): void {
    this.goAway();
    this.#socket?.terminate();
  }

  /** Reads nothing more, and does not notice. */
  stopReading(): void {
    clearTimeout(this.#silence);
    this.#socket?.pause();
  }

  /** Reads on what has come meanwhile. */
  readOn(): void {
    this.#socket?.resume();
    this.#noteSign();
  }

  async #connect(dueAtMs: number): Promise<void> {
    const attempt: LiveAttempt = { atMs: nowMs(), dueAtMs };
    this.record.attempts.push(attempt);
    const number = this.record.attempts.length;
    const { token } = this.#options;
    const address = new URL('/v1/live', await this.#options.url());
    address.protocol = 'ws:';
    if (this.#lastEventId !== undefined) address.searchParams.set('lastEventId', this.#lastEventId);
    const socket = new WebSocket(address, 'live.v1', {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      handshakeTimeout: this.#rules.silentAfterMs,
    });
    this.#socket = socket;
    let refusal: Promise<string> | undefined;
    socket.on('unexpected-response', (_request, response) => {
      refusal = new Promise((resolve) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        response.on('close', () => resolve(codeIn(text) ?? `status ${response.statusCode}`));
      });
      void refusal.then(() => socket.terminate());
    });
    socket.on('message', (data) => this.#take(attempt, number, String(data)));
    socket.on('error', (error) => {
      attempt.ending ??= (error as NodeJS.ErrnoException).code ?? error.message;
    });
    socket.on('close', async (code, reason) => {
      clearTimeout(this.#silence);
      attempt.endedAtMs = nowMs();
      const refused = await refusal;
      if (refused !== undefined) attempt.ending = refused;
      attempt.ending ??= reason.length > 0 ? String(reason) : `closed with ${code}`;
      this.#cutOff(attempt);
    });
  }

  #take(attempt: LiveAttempt, connection: number, text: string): void {
    const body = JSON.parse(text);
    const atMs = nowMs();
    this.record.frames.push({ atMs, connection, type: body.type, body });
    if (body.type === 'hello') {
      attempt.helloAtMs = atMs;
      this.#attemptsInVain = 0;
      this.#rules = { silentAfterMs: body.silentAfterMs, ...body.reconnect };
    }
    if (body.type === 'going-away') this.#asksToComeBackMs = body.reconnectAfterMs;
    const id = body.type === 'message' ? body.id : body.lastEventId;
    if (typeof id === 'string') this.#lastEventId = id;
    this.#noteSign();
  }

  /** What is not heard from for too long is given up: a dead network says nothing of itself. */
  #noteSign(forMs = this.#rules.silentAfterMs): void {
    clearTimeout(this.#silence);
    const socket = this.#socket;
    const { last } = this.record;
    if (this.#isAway || socket?.isPaused) return;
    this.#silence = setTimeout(() => {
      // What came while this process was busy is heard first.
      setImmediate(() => {
        const quietMs = nowMs() - (this.record.frames.at(-1)?.atMs ?? 0);
        const leftMs = this.#rules.silentAfterMs - quietMs;
        if (leftMs > 0) return this.#noteSign(leftMs);
        if (last) last.ending ??= 'silent';
        socket?.terminate();
      });
    }, forMs);
    this.#silence.unref();
  }

  #cutOff({ ending = '' }: LiveAttempt): void {
    if (this.#isAway || final.includes(ending)) return;
    const { baseMs, capMs } = this.#rules;
    const asked = this.#asksToComeBackMs;
    const waitMs = asked ?? this.#options.random() * Math.min(capMs, baseMs * 2 ** this.#attemptsInVain);
    this.#asksToComeBackMs = undefined;
    this.#attemptsInVain += 1;
    const dueAtMs = nowMs() + waitMs;
    this.#timer = setTimeout(() => void this.#connect(dueAtMs), waitMs);
    this.#timer.unref();
  }
}

function codeIn(text: string): string | undefined {
  try {
    return JSON.parse(text).error?.code;
  } catch {
    return undefined;
  }
}
