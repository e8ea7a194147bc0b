import { relative, resolve } from 'node:path';
import { inspect } from 'node:util';

/** What node's test runner tells while it runs, as far as it matters here. https://nodejs.org/api/test.html#class-testsstream */
export interface TestEvent {
  readonly type: string;
  readonly data: {
    readonly name?: string;
    readonly file?: string | undefined;
    readonly message?: string;
    readonly skip?: string | boolean;
    readonly todo?: string | boolean;
    readonly details?: { readonly type?: string | undefined; readonly error?: unknown };
  };
}

const width = 80;

/** One sign for each test, and everything about each that failed. */
export class TestReport {
  readonly #write: (text: string) => void;
  readonly #output = new Map<string, string>();
  readonly #failedFiles = new Set<string>();
  #column = 0;
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  get failed(): number {
    return this.#failed;
  }

  take({ type, data }: TestEvent): void {
    if (type === 'test:stdout' || type === 'test:stderr') this.#keep(data.file ?? '', data.message ?? '');
    if (data.details?.type === 'suite' && !isOwnFailure(data.details.error)) return;
    if (type === 'test:fail' && !data.todo) this.#fail(data);
    else if (type === 'test:pass' || type === 'test:fail') {
      if (data.skip || data.todo) this.#skipped += 1;
      else this.#passed += 1;
      this.#sign(data.skip || data.todo ? '-' : '.');
    }
  }

  /** What the files with failures have printed; all of it has come only when the run is over. */
  close(): void {
    this.#endLine();
    for (const file of this.#failedFiles) {
      const output = this.#output.get(file)?.trim();
      if (output) this.#write(`PRINTED by ${relative(process.cwd(), file)}:\n${indented(output)}\n`);
    }
  }

  /** The last line. */
  summary(): string {
    const skipped = this.#skipped === 0 ? '' : `, ${this.#skipped} skipped`;
    return `${this.#passed} passed, ${this.#failed} failed${skipped}`;
  }

  #endLine(): void {
    if (this.#column > 0) this.#write('\n');
    this.#column = 0;
  }

  /** What tests print matters only where one fails. */
  #keep(file: string, message: string): void {
    const path = resolve(file); // Some versions of Node tell it relative here and absolute elsewhere.
    this.#output.set(path, (this.#output.get(path) ?? '') + message);
  }

  #fail({ name, file, details }: TestEvent['data']): void {
    const error = details?.error;
    // A suite or a test that failed because something inside it did has been told of already.
    if (failureTypeOf(error) === 'subtestsFailed') return;
    this.#failed += 1;
    this.#endLine();
    const where = file === undefined ? '' : `${relative(process.cwd(), file)}: `;
    this.#write(`FAILED  ${where}${name}\n${indented(inspect(causeOf(error), { depth: 4 }))}\n`);
    if (file !== undefined) this.#failedFiles.add(resolve(file));
  }

  #sign(sign: string): void {
    this.#write(sign);
    this.#column += 1;
    if (this.#column === width) this.#endLine();
  }
}

function isOwnFailure(error: unknown): boolean {
  return error !== undefined && failureTypeOf(error) !== 'subtestsFailed';
}

function failureTypeOf(error: unknown): unknown {
  return (error as { failureType?: unknown } | undefined)?.failureType;
}

/** The runner wraps what the test threw. */
function causeOf(error: unknown): unknown {
  const cause = (error as { cause?: unknown } | undefined)?.cause;
  return cause ?? error;
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
