import type { LogLine } from './running-service';

/** Cuts what a service writes into log lines; what is no JSON is kept as `{ text }`. */
export class LogLines {
  readonly lines: LogLine[] = [];
  readonly #onLine: (line: LogLine) => void;
  #rest = '';

  constructor(onLine: (line: LogLine) => void = () => {}) {
    this.#onLine = onLine;
  }

  /** Takes the next piece, wherever it was cut. */
  write(piece: string): void {
    const parts = (this.#rest + piece).split('\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts.filter((text) => text.trim() !== '')) {
      const line = parsed(part);
      this.lines.push(line);
      this.#onLine(line);
    }
  }
}

function parsed(text: string): LogLine {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === 'object' && line !== null && !Array.isArray(line) ? (line as LogLine) : { text };
  } catch {
    return { text };
  }
}
