import { createInterface, type Interface } from 'node:readline';
import { completions } from './command';

/** Lines in, text out; text that comes while somebody types does not mix with what they type. */
export class Prompt implements Disposable {
  readonly #lines: Interface;
  readonly #isTerminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);
  #isWaiting = false;

  /** @param onInterrupt Ctrl-C, which a terminal in line mode does not turn into a signal. */
  constructor(onInterrupt: () => void) {
    this.#lines = createInterface({
      input: process.stdin,
      output: process.stdout,
      terminal: this.#isTerminal,
      prompt: '> ',
      completer: (line: string) => [completions.filter((each) => each.startsWith(line)), line],
    });
    this.#lines.on('SIGINT', onInterrupt);
  }

  /** Each line, one after the other; ends with the last line of a pipe, with Ctrl-D, or when the prompt is disposed of. */
  async *lines(): AsyncGenerator<string> {
    this.#wait();
    for await (const line of this.#lines) {
      this.#isWaiting = false;
      // A pipe shows no typing; without the line nobody could tell which answer belongs to what.
      if (!this.#isTerminal) process.stdout.write(`${line}\n`);
      yield line;
      this.#wait();
    }
  }

  print(text: string): void {
    if (!this.#isWaiting) {
      process.stdout.write(`${text}\n`);
      return;
    }
    // Over the prompt, and then the prompt again with what has been typed so far.
    process.stdout.write(this.#isTerminal ? `\r\x1b[K${text}\n` : `\n${text}\n`);
    this.#lines.prompt(true);
  }

  [Symbol.dispose](): void {
    this.#lines.close();
  }

  #wait(): void {
    this.#isWaiting = true;
    this.#lines.prompt();
  }
}
