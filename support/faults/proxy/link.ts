import type { Socket } from 'node:net';
import type { Parcel, Passage, Toxic, ToxicEffect } from '../toxic';

/** More than this waiting in one link, and the sender is no longer read: backpressure, as from a full kernel buffer. */
const heldBytesLimit = 1 << 20;

interface Attached {
  readonly effect: ToxicEffect;
  readonly removal: AbortController;
}

/** What a link may do to its connection, and what it reports. */
export interface LinkOwner {
  close(): void;
  reset(): void;
  carried(bytes: number): void;
}

/** One direction of one proxied connection: reads from one socket, meets the toxics, writes to the other. */
export class Link {
  readonly #queue: Parcel[] = [];
  readonly #attached = new Map<object, Attached>();
  #heldBytes = 0;
  #isOver = false;
  #isEnded = false;
  #isReset = false;
  #wake: () => void = () => {};

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly owner: LinkOwner,
  ) {
    from.on('data', (bytes) => this.#enqueue('bytes', bytes as Buffer));
    from.on('end', () => this.#enqueue('end'));
    from.on('error', () => {
      // A reset discards what its sender had not yet got through, the end of the stream included.
      this.#queue.length = 0;
      this.#heldBytes = 0;
      this.#isEnded = false;
      this.#isReset = true;
      this.#enqueue('reset');
    });
    void this.#pump();
  }

  /** @param key what `detach` will be called with. */
  attach(key: object, toxic: Toxic, place: Pick<Passage, 'direction' | 'connection'>): void {
    if (this.#isOver) return;
    const removal = new AbortController();
    const effect = toxic.attach({
      ...place,
      signal: removal.signal,
      close: () => this.owner.close(),
      reset: () => this.owner.reset(),
    });
    this.#attached.set(key, { effect, removal });
  }

  detach(key: object): void {
    this.#attached.get(key)?.removal.abort();
    this.#attached.delete(key);
  }

  /** The connection is gone: every wait ends, nothing more is delivered. */
  finish(): void {
    this.#isOver = true;
    for (const key of [...this.#attached.keys()]) this.detach(key);
    this.#wake();
  }

  #enqueue(kind: Parcel['kind'], bytes: Buffer = Buffer.alloc(0)): void {
    if (this.#isEnded || this.#isOver) return;
    this.#isEnded = kind !== 'bytes';
    this.#queue.push({ kind, bytes, arrivedAtMs: performance.now() });
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > heldBytesLimit) this.from.pause();
    this.#wake();
  }

  async #pump(): Promise<void> {
    while (!this.#isOver) {
      const parcel = this.#take();
      if (parcel === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      await this.#meetToxics(parcel);
      if (!this.#isOver) await this.#deliver(parcel);
    }
  }

  #take(): Parcel | undefined {
    const parcel = this.#queue.shift();
    if (parcel === undefined) return undefined;
    const limit = Math.min(
      ...[...this.#attached.values()].map(({ effect }) => effect.maxChunkBytes ?? Infinity),
    );
    if (parcel.bytes.length > limit) {
      this.#queue.unshift({ ...parcel, bytes: parcel.bytes.subarray(limit) });
      parcel.bytes = parcel.bytes.subarray(0, limit);
    }
    this.#heldBytes -= parcel.bytes.length;
    if (this.#heldBytes <= heldBytesLimit && this.from.isPaused()) this.from.resume();
    return parcel;
  }

  async #meetToxics(parcel: Parcel): Promise<void> {
    const met = new Set<object>();
    // Asked anew after each: a toxic that was added while the parcel waited in another must hold it too.
    for (;;) {
      const next = [...this.#attached].find(([key]) => !met.has(key));
      if (next === undefined || this.#isOver) return;
      met.add(next[0]);
      await next[1].effect.pass?.(parcel);
    }
  }

  async #deliver({ kind, bytes, isLast }: Parcel): Promise<void> {
    if (kind === 'reset') return this.owner.reset();
    if (this.#isReset) return;
    if (kind === 'end') {
      this.to.end();
    } else if (bytes.length > 0 && this.to.writable) {
      this.owner.carried(bytes.length);
      if (!this.to.write(bytes)) await this.#drained();
    }
    if (isLast) this.owner.close();
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.to.off('drain', done).off('close', done);
        resolve();
      };
      this.to.on('drain', done).on('close', done);
    });
  }
}
