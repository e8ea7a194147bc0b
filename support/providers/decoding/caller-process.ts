import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type Call, type Decoded, decode } from './decode';
import { type Received, receive } from './receive';

const ways = { decode, receive };
type Way = keyof typeof ways;

/** A process of its own that calls doubles, as a service would that was started with the same environment. */
export class CallerProcess implements AsyncDisposable {
  readonly #answers = new Map<number, (answer: Decoded | Received) => void>();
  #count = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', ({ id, answer }: { id: number; answer: Decoded | Received }) => {
      this.#answers.get(id)?.(answer);
      this.#answers.delete(id);
    });
  }

  static async start(environment: Record<string, string>): Promise<CallerProcess> {
    const child = fork(__filename, {
      env: { ...process.env, ...environment },
      execArgv: ['--require', 'ts-node/register'],
    });
    await once(child, 'message');
    return new CallerProcess(child);
  }

  decode(call: Call): Promise<Decoded> {
    return this.#ask('decode', call) as Promise<Decoded>;
  }

  receive(call: Call): Promise<Received> {
    return this.#ask('receive', call) as Promise<Received>;
  }

  /** SIGKILL, as when a service crashes. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  #ask(way: Way, call: Call): Promise<Decoded | Received> {
    const id = this.#count++;
    this.child.send({ id, way, call });
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }
}

if (require.main === module) {
  process.on('message', async ({ id, way, call }: { id: number; way: Way; call: Call }) => {
    process.send?.({ id, answer: await ways[way](call) });
  });
  process.send?.('ready');
}
