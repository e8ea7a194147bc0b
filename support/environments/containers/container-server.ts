import { setTimeout as delay } from 'node:timers/promises';
import type { FaultProxy } from '../../faults/fault-proxy';
import { freeHarnessPort } from '../../faults/proxy/harness-port';
import { describeAnswer } from '../../faults/questions/answer';
import { ask } from '../../faults/questions/ask';
import type { DisposableServer, ServerKind } from '../environment';
import { recordEngine, runLabel } from '../run/clear-run';
import { dockerEngine } from './docker-engine';
import type { ContainerDefinition, ContainerState } from './engine-calls';
import { imageFor } from './images';

const startLimitMs = 60_000;
const askAgainAfterMs = 20;

/**
 * A server in a container of its own: starting, stopping and breaking it is the same for every kind, by the engine's means.
 * While it does not run, its proxy refuses connections, as the port of an absent server does.
 */
export abstract class ContainerServer implements DisposableServer, AsyncDisposable {
  abstract readonly kind: ServerKind;
  readonly proxy: FaultProxy;
  /** The run's folder, by whose name its containers are labelled, so that they can be taken away. */
  readonly #runFolder: string;
  /** Where it is reached past the proxy; the same in all its lives. */
  protected host = '127.0.0.1';
  protected port = 0;
  #id: string | undefined;

  constructor(runFolder: string, proxy: FaultProxy) {
    this.#runFolder = runFolder;
    this.proxy = proxy;
  }

  abstract get url(): string;
  abstract get directUrl(): string;
  abstract reset(): Promise<void>;
  abstract leftovers(): Promise<string[]>;
  /** Where it listens inside of its container. */
  protected abstract readonly innerPort: number;
  /** What is to be run. */
  protected abstract definition(): Pick<
    ContainerDefinition,
    'kind' | 'user' | 'password' | 'command' | 'environment' | 'files'
  >;

  /** What is to be done once, when it has answered for the first time and has no data yet. */
  protected async furnish(): Promise<void> {}

  /** Its container's id, while there is one; for tests and evidence. */
  get containerId(): string | undefined {
    return this.#id;
  }

  async start(): Promise<void> {
    const isNew = this.#id === undefined;
    if (this.#id === undefined) this.#id = await this.#create();
    else if ((await this.#state()).isRunning) return;
    else await dockerEngine.ask('command', this.#id, 'start');
    await this.#answers();
    if (isNew) await this.furnish();
    await this.proxy.retarget({ host: this.host, port: this.port });
  }

  async stop(): Promise<void> {
    await this.#end('stop');
  }

  async kill(): Promise<void> {
    await this.#end('kill');
  }

  async destroyStorage(): Promise<void> {
    if ((await this.#state()).isRunning)
      throw new Error(`${this.kind} must not run to lose its storage; it does; kill or stop it first`);
    await this.#remove();
  }

  async freeze(): Promise<void> {
    await dockerEngine.ask('command', await this.#running('frozen'), 'pause');
  }

  async thaw(): Promise<void> {
    await this.#running('thawed');
    await this.#thawed();
  }

  async isAnswering(withinMs: number): Promise<boolean> {
    return (await ask(this.directUrl, withinMs)).kind === 'answered';
  }

  /** Its data are not needed again, so there is no politeness in the end. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.proxy.close();
    await this.#remove();
  }

  async #create(): Promise<string> {
    const { name: image, variable } = imageFor(this.kind);
    recordEngine(this.#runFolder, await dockerEngine.ask('connection'));
    this.port ||= await freeHarnessPort();
    const place = { innerPort: this.innerPort, hostPort: this.port, labels: runLabel(this.#runFolder) };
    try {
      const own = this.definition();
      const { id, host } = await dockerEngine.ask('create', { ...own, ...place, image, startLimitMs });
      this.host = host === 'localhost' ? '127.0.0.1' : host;
      return id;
    } catch (cause) {
      throw new Error(
        `${this.kind} must start in a container from ${image}; ${(cause as Error).message}; ` +
          `name another image by ${variable}, or run with ENVIRONMENT=embedded`,
        { cause },
      );
    }
  }

  async #end(how: 'stop' | 'kill'): Promise<void> {
    await this.#thawed();
    if (this.#id !== undefined && (await this.#state()).isRunning)
      await dockerEngine.ask('command', this.#id, how);
    await this.proxy.retarget(undefined);
  }

  async #remove(): Promise<void> {
    const id = this.#id;
    this.#id = undefined;
    if (id !== undefined) await dockerEngine.ask('command', id, 'remove');
  }

  async #running(participle: string): Promise<string> {
    if (this.#id === undefined || !(await this.#state()).isRunning)
      throw new Error(`${this.kind} must run to be ${participle}; it does not; start it first`);
    return this.#id;
  }

  async #thawed(): Promise<void> {
    if (this.#id !== undefined && (await this.#state()).isPaused)
      await dockerEngine.ask('command', this.#id, 'unpause');
  }

  async #state(): Promise<ContainerState> {
    return this.#id === undefined
      ? { isRunning: false, isPaused: false }
      : dockerEngine.ask('state', this.#id);
  }

  async #answers(): Promise<void> {
    const givenUpAtMs = performance.now() + startLimitMs;
    for (;;) {
      const answer = await ask(this.directUrl, 2_000);
      if (answer.kind === 'answered') return;
      const state = await this.#state();
      if (!state.isRunning || performance.now() > givenUpAtMs) {
        const seen = state.isRunning ? describeAnswer(answer) : 'it had ended';
        throw new Error(
          `${this.kind} must answer within ${startLimitMs} ms; last seen: ${seen}; ${await this.#lastWords()}`,
        );
      }
      await delay(askAgainAfterMs);
    }
  }

  async #lastWords(): Promise<string> {
    const said = this.#id === undefined ? 'none' : await dockerEngine.ask('lastWords', this.#id);
    return `its last words:\n${said}`;
  }
}
