import {
  closeSync,
  existsSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const fsynced = promisify(fsync);

/** A file of JSON lines in which what was appended is on the disk before anybody is told so. */
export class StateFile {
  readonly #folder: string;
  readonly #path: string;
  #descriptor = -1;
  #flushing: Promise<void> | undefined;
  /** Lines since it was last rewritten. */
  lines = 0;

  /** Opens the file in this folder, which is made if need be. @throws what the file system says. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#path = join(folder, 'journal-state.jsonl');
  }

  /** All lines; throws when they are damaged. The last one may be half written: it was never acknowledged, and is left out. */
  read(): object[] {
    if (!existsSync(this.#path)) return [];
    const whole = readFileSync(this.#path, 'utf8').split('\n').slice(0, -1);
    return whole.map((line, index) => {
      try {
        return JSON.parse(line);
      } catch (cause) {
        const must = `${this.#path} must hold one JSON object a line; line ${index + 1} holds something else`;
        throw new Error(`${must}; keep it for support and start with another stateFolder`, { cause });
      }
    });
  }

  /** Replaces everything at once: before a crash in between the old lines stand, after it the new ones. */
  rewrite(lines: readonly object[]): void {
    const next = `${this.#path}.next`;
    const descriptor = openSync(next, 'w', 0o600);
    writeSync(descriptor, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    fsyncSync(descriptor);
    renameSync(next, this.#path);
    const folder = openSync(this.#folder, 'r');
    fsyncSync(folder);
    closeSync(folder);
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    closeSync(descriptor);
    this.#descriptor = openSync(this.#path, 'a');
    this.lines = lines.length;
  }

  /** Appends without waiting for the disk; for what is only forgotten at the price of looking again. */
  append(line: object): void {
    writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
    this.lines += 1;
  }

  /** Resolves when everything that was appended before is on the disk; many callers share one flush. */
  async flushed(): Promise<void> {
    const descriptor = this.#descriptor;
    // One that is under way may have begun before our line.
    await this.#flushing?.catch(() => {});
    if (descriptor !== this.#descriptor) return; // Rewritten meanwhile, which is flushed.
    this.#flushing ??= fsynced(descriptor).finally(() => {
      this.#flushing = undefined;
    });
    await this.#flushing;
  }

  close(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    this.#descriptor = -1;
  }
}
