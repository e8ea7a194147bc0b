import type { Exchange } from './exchange';
import type { Script, ScriptChunk } from './script';

/** What a playback tells while it goes on. */
export interface PlaybackListener {
  answered(status: number): void;
  spoke(): void;
  /** Called exactly once. */
  over(how: 'finished' | 'cut' | 'hung-up'): void;
}

/** A script being played on one exchange. */
export class Playback {
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #isHeld = false;

  constructor(
    private readonly exchange: Exchange,
    private readonly listener: PlaybackListener,
  ) {
    exchange.onHangUp(() => this.#finish('hung-up'));
  }

  /** Whether the request waits to be released. */
  get isHeld(): boolean {
    return this.#isHeld && !this.#isOver;
  }

  /** Plays the script; a held request may be given another one later. */
  play(script: Script): void {
    if (this.#isOver) return;
    this.#isHeld = script.kind === 'held';
    if (script.kind === 'unreachable') this.cut();
    if (script.kind !== 'answer') return;
    this.#after(script.waitMs, () => {
      this.listener.answered(script.status);
      this.exchange.head(script.status, script.headers);
      this.#next(script.chunks[Symbol.iterator](), () =>
        this.#after(script.endWaitMs, () => {
          if (script.end === 'reset') this.cut();
          if (script.end === 'clean') this.#finish('finished', () => this.exchange.end());
        }),
      );
    });
  }

  /** Resets the connection. */
  cut(): void {
    this.#finish('cut', () => this.exchange.reset());
  }

  /** Sends what is due now in one go and comes back for the rest. */
  #next(chunks: Iterator<ScriptChunk>, ended: () => void): void {
    let item = chunks.next();
    while (!item.done && item.value.waitMs === 0) {
      this.#send(item.value);
      item = chunks.next();
    }
    if (item.done) {
      ended();
      return;
    }
    const { value } = item;
    this.#after(value.waitMs, () => {
      this.#send(value);
      this.#next(chunks, ended);
    });
  }

  #send({ bytes, hasToken }: ScriptChunk): void {
    this.exchange.write(bytes);
    if (hasToken) this.listener.spoke();
  }

  #after(waitMs: number, action: () => void): void {
    if (waitMs > 0) this.#timer = setTimeout(() => !this.#isOver && action(), waitMs);
    else if (!this.#isOver) action();
  }

  #finish(how: 'finished' | 'cut' | 'hung-up', last: () => void = () => {}): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    last();
    this.listener.over(how);
  }
}
