import type { Write } from '../writes/write';
import { StateFile } from './state-file';

/** An acknowledged write, as much of it as is needed to name it. */
export interface Named {
  writeId: string;
  user: string;
  key: string;
}

/** One that went with the journal's storage. */
export interface Lost extends Named {
  /** When that was declared, milliseconds since the epoch. */
  declaredAtMs: number;
}

type Line =
  | { epoch: string; last: number }
  | ({ pending: number } & Named)
  | { settled: number }
  | ({ lost: true } & Lost)
  | { found: string };

/** How many lost writes are remembered for whoever asks; the log has all of them. */
const mostLost = 10_000;

/**
 * What this instance has acknowledged into the journal and does not know to be dealt with, kept apart from the journal: in
 * memory, and in a file if there is one. What is missing after the journal's storage was destroyed is known by it.
 */
export class PendingWrites {
  readonly pending = new Map<number, Named>();
  readonly lost = new Map<string, Lost>();
  readonly #file: StateFile | undefined;
  /** Of the journal that the numbers belong to; undefined before the first look at one. */
  epoch: string | undefined;
  /** The highest number that was acknowledged. */
  last = 0;

  /** @param folder where the file is; undefined: memory only, a restart forgets. @throws what the file system says. */
  constructor(folder: string | undefined) {
    this.#file = folder === undefined ? undefined : new StateFile(folder);
    for (const line of this.#file?.read() ?? []) this.#take(line as Line);
    this.#compact();
  }

  /** To be awaited before the user is told. @throws what the file system says. */
  async acknowledged(sequence: number, { id, user, key }: Write): Promise<void> {
    this.#add({ pending: sequence, writeId: id, user, key });
    if (this.lost.has(id)) this.#add({ found: id });
    await this.#file?.flushed();
  }

  /** Everything below this number has left the journal by itself. */
  settledBelow(sequence: number): void {
    for (const each of [...this.pending.keys()]) if (each < sequence) this.#add({ settled: each });
    if ((this.#file?.lines ?? 0) > 1_000 + 2 * this.pending.size) this.#compact();
  }

  /** Takes up a journal whose numbers are others. */
  restart(epoch: string, last: number, pending: ReadonlyMap<number, Named>, lost: readonly Named[]): void {
    this.epoch = epoch;
    this.last = last;
    this.pending.clear();
    for (const [sequence, named] of pending) this.pending.set(sequence, named);
    const declaredAtMs = Date.now();
    for (const named of lost) this.lost.set(named.writeId, { ...named, declaredAtMs });
    this.#compact();
  }

  /** It was not lost after all. */
  found(writeId: string): void {
    this.#add({ found: writeId });
  }

  close(): void {
    this.#file?.close();
  }

  #add(line: Line): void {
    this.#take(line);
    this.#file?.append(line);
  }

  #take(line: Line): void {
    if ('epoch' in line) {
      this.epoch = line.epoch;
      this.last = line.last;
    } else if ('pending' in line) {
      const { pending, writeId, user, key } = line;
      this.pending.set(pending, { writeId, user, key });
      this.last = Math.max(this.last, pending);
    } else if ('settled' in line) this.pending.delete(line.settled);
    else if ('lost' in line) {
      const { writeId, user, key, declaredAtMs } = line;
      this.lost.set(writeId, { writeId, user, key, declaredAtMs });
    } else this.lost.delete(line.found);
  }

  #compact(): void {
    for (const writeId of [...this.lost.keys()].slice(0, -mostLost)) this.lost.delete(writeId);
    const lines: Line[] = [
      ...(this.epoch === undefined ? [] : [{ epoch: this.epoch, last: this.last }]),
      ...[...this.pending].map(([pending, named]) => ({ pending, ...named })),
      ...[...this.lost.values()].map((named) => ({ lost: true as const, ...named })),
    ];
    this.#file?.rewrite(lines);
  }
}
