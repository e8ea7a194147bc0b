import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How often a write could not be told to the cache since all copies were last forgotten. While it is not 0 a copy may be
 * older than what users were shown. With a folder it is remembered beyond the end of the process: the next one must not
 * trust what this one had not yet put right. Without one nobody knows what the process before has missed.
 */
export class MissedInvalidations {
  readonly #path: string | undefined;
  readonly #folder: string | undefined;
  #count: number;

  /** @param folder where it is remembered; undefined: nowhere. @throws what the file system says. */
  constructor(folder: string | undefined) {
    this.#folder = folder;
    this.#path = folder === undefined ? undefined : join(folder, 'copies-are-outdated');
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    this.#count = this.#path === undefined || existsSync(this.#path) ? 1 : 0;
  }

  get count(): number {
    return this.#count;
  }

  /** One more. On return it is remembered; whoever wrote is told after that. @throws what the file system says. */
  note(): void {
    // The first is rare and must be on the disk before its user hears of it; the others change nothing there.
    if (this.#count === 0 && this.#path !== undefined) {
      flushed(openSync(this.#path, 'w', 0o600));
      flushed(openSync(this.#folder as string, 'r'));
    }
    this.#count += 1;
  }

  /** All copies from before are forgotten. @param count what it was when that began: what was missed since stays. */
  settled(count: number): void {
    if (this.#count !== count) return;
    if (this.#path !== undefined && existsSync(this.#path)) unlinkSync(this.#path);
    this.#count = 0;
  }
}

function flushed(descriptor: number): void {
  fsyncSync(descriptor);
  closeSync(descriptor);
}
