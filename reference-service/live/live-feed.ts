import { beginning, isSamePosition, type LiveEvent, type Position } from './live-event';
import type { Newest } from './live-events';

/** Where a feed has its events from. */
export interface EventSource {
  /** @throws when they cannot be had now. */
  after(owner: string, number: number): Promise<Newest>;
  prune(owner: string, last: number): Promise<void>;
}

/** What one user's connections are told of: the last events in memory, so that many who come back ask the database once. */
export class LiveFeed {
  readonly #owner: string;
  readonly #source: EventSource;
  readonly #keep: number;
  readonly #onNews: () => void;
  /** Without a gap, up to `#last`. */
  #events: LiveEvent[] = [];
  #last: number | undefined;
  #refreshing: Promise<void> | undefined;
  #isRefreshWanted = false;
  #isBehind = false;

  /**
   * @param keep so many of the last events are remembered; who missed more has to start afresh.
   * @param onNews is told when there is more than before, and when it is first known what there is.
   */
  constructor(owner: string, source: EventSource, keep: number, onNews: () => void) {
    this.#owner = owner;
    this.#source = source;
    this.#keep = keep;
    this.#onNews = onNews;
  }

  /** Whether it is known what there is. */
  get isLoaded(): boolean {
    return this.#last !== undefined;
  }

  /** Whether the last look was in vain: there may be something that is not known yet. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** The last event. To be asked once it is loaded. */
  get position(): Position {
    return this.#events.at(-1) ?? { number: this.#last ?? 0, messageId: undefined };
  }

  /**
   * What came after an event, in order. To be asked once it is loaded.
   * @returns undefined when what was missed is not remembered, or the event is none of ours.
   */
  after(position: Position): readonly LiveEvent[] | undefined {
    if (isSamePosition(position, this.position)) return [];
    const known =
      position.number === 0 ? beginning : this.#events.find(({ number }) => number === position.number);
    if (!known || !isSamePosition(known, position)) return undefined;
    const missed = this.#events.filter(({ number }) => number > position.number);
    const isWhole = missed[0]?.number === position.number + 1 && missed.length <= this.#keep;
    return isWhole ? missed : undefined;
  }

  /** Looks what is new; whoever asks meanwhile is answered by one more look. Never throws: see `isBehind`. */
  refresh(): Promise<void> {
    this.#isRefreshWanted = true;
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    while (this.#isRefreshWanted) {
      this.#isRefreshWanted = false;
      const before = this.#last;
      try {
        const newest = await this.#source.after(this.#owner, before ?? 0);
        if (before === undefined) this.#takeAnew(newest);
        else if (!this.#take(newest)) this.#takeAnew(await this.#source.after(this.#owner, 0));
        this.#isBehind = false;
      } catch {
        this.#isBehind = true; // The breaker knows why.
        return;
      }
      if (before === undefined) void this.#source.prune(this.#owner, this.position.number).catch(() => {});
      if (this.#last !== before) this.#onNews();
    }
  }

  /** @returns false when it does not go on from what is remembered: the database is not the one that it was, or much came at once. */
  #take({ last, events }: Newest): boolean {
    const isContinued =
      events.length === 0 ? last === this.#last : events[0]?.number === (this.#last ?? 0) + 1;
    if (!isContinued) return false;
    this.#events = [...this.#events, ...events].slice(-this.#keep - 1);
    this.#last = last;
    return true;
  }

  #takeAnew({ last, events }: Newest): void {
    this.#events = [...events];
    this.#last = last;
  }
}
