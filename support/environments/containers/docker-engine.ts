import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { EngineCalls } from './engine-calls';

interface Answer {
  readonly number: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** The Docker engine, through a process of its own, see `engine-process.ts`; begun on first use, ends with this one. */
class DockerEngine {
  #process: ChildProcess | undefined;
  readonly #pending = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #asked = 0;

  /** @throws what the engine says, or why nothing can be asked of it. */
  ask<Name extends keyof EngineCalls>(
    name: Name,
    ...given: Parameters<EngineCalls[Name]>
  ): ReturnType<EngineCalls[Name]> {
    const child = this.#running();
    this.#asked += 1;
    const number = this.#asked;
    const answer = new Promise((resolve, reject) => this.#pending.set(number, { resolve, reject }));
    child.channel?.ref();
    child.send({ number, name, given });
    return answer as ReturnType<EngineCalls[Name]>;
  }

  #running(): ChildProcess {
    if (this.#process?.connected) return this.#process;
    const child = fork(join(__dirname, 'engine-process.ts'), [], {
      execArgv: ['--require', 'ts-node/register'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let complaints = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-2_000);
    });
    child.on('message', (answer) => this.#take(child, answer as Answer));
    child.on('exit', (code, signal) => {
      const ended = new Error(`the process that talks to Docker ended with ${signal ?? code}: ${complaints}`);
      for (const { reject } of this.#pending.values()) reject(ended);
      this.#pending.clear();
    });
    // It must not keep this process from ending.
    child.unref();
    (child.stderr as unknown as { unref(): void } | null)?.unref();
    child.channel?.unref();
    this.#process = child;
    return child;
  }

  #take(child: ChildProcess, { number, value, error }: Answer): void {
    const pending = this.#pending.get(number);
    this.#pending.delete(number);
    if (this.#pending.size === 0) child.channel?.unref();
    if (error === undefined) pending?.resolve(value);
    else pending?.reject(new Error(error));
  }
}

/** The one of this process. */
export const dockerEngine = new DockerEngine();
