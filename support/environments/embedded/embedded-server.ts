import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultProxy } from '../../faults/fault-proxy';
import { freeHarnessPort, isFree } from '../../faults/proxy/harness-port';
import { describeAnswer } from '../../faults/questions/answer';
import { ask } from '../../faults/questions/ask';
import type { DisposableServer, ServerKind } from '../environment';
import { forgetServer, recordServer } from '../run/clear-run';
import {
  freezeTree,
  gone,
  identityOf,
  isAlive,
  killTree,
  type ProcessIdentity,
  thawTree,
} from '../run/processes';
import type { ServerAccount } from './server-account';

/** How a server's program is started. */
export interface ServerCommand {
  readonly program: string;
  readonly parameters: readonly string[];
  readonly account: ServerAccount | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

const startLimitMs = 15_000;
const stopLimitMs = 10_000;
const askAgainAfterMs = 5;

/**
 * A server that is a child process of this worker: starting, stopping and breaking it is the same for every kind.
 * While it does not run, its proxy refuses connections, as the port of an absent server does.
 */
export abstract class EmbeddedServer implements DisposableServer, AsyncDisposable {
  abstract readonly kind: ServerKind;
  /** What the polite request to stop is. */
  protected abstract readonly stopSignal: NodeJS.Signals;
  readonly proxy: FaultProxy;
  /** The run's folder; the server works in `<folder>/<kind>`. */
  protected readonly runFolder: string;
  protected port = 0;
  #child: ChildProcess | undefined;
  #identity: ProcessIdentity | undefined;

  constructor(runFolder: string, proxy: FaultProxy) {
    this.runFolder = runFolder;
    this.proxy = proxy;
  }

  abstract get url(): string;
  abstract get directUrl(): string;
  abstract reset(): Promise<void>;
  abstract leftovers(): Promise<string[]>;
  /** Puts data of a server that has never run in place of its own. */
  protected abstract renewStorage(): Promise<void>;
  protected abstract command(): ServerCommand;

  /** The server's own folder, below which its data are. */
  protected get folder(): string {
    return join(this.runFolder, this.kind);
  }

  /** The process, while there is one; for tests and evidence. */
  get process(): ProcessIdentity | undefined {
    return this.#identity !== undefined && isAlive(this.#identity) ? this.#identity : undefined;
  }

  async start(): Promise<void> {
    if (this.process !== undefined) return;
    // The same port as before, so that a client which went past the proxy finds it again.
    if (this.port === 0 || !(await isFree(this.port))) this.port = await freeHarnessPort();
    const identity = await this.#spawn();
    await this.#answers(identity);
    await this.proxy.retarget({ host: '127.0.0.1', port: this.port });
  }

  async stop(): Promise<void> {
    const identity = this.process;
    if (identity !== undefined) {
      // A frozen process would take the signal only once it is thawed.
      thawTree(identity);
      process.kill(identity.pid, this.stopSignal);
      if (!(await gone(identity, stopLimitMs))) {
        throw new Error(
          `${this.kind} must end ${stopLimitMs} ms after ${this.stopSignal}; ${this.#lastWords()}`,
        );
      }
    }
    await this.#ended();
  }

  async kill(): Promise<void> {
    const identity = this.process;
    if (identity !== undefined) await killTree(identity);
    await this.#ended();
  }

  async destroyStorage(): Promise<void> {
    if (this.process !== undefined)
      throw new Error(`${this.kind} must not run to lose its storage; it does; kill or stop it first`);
    await this.renewStorage();
  }

  async freeze(): Promise<void> {
    await freezeTree(this.#running('frozen'));
  }

  async thaw(): Promise<void> {
    thawTree(this.#running('thawed'));
  }

  async isAnswering(withinMs: number): Promise<boolean> {
    return (await ask(this.directUrl, withinMs)).kind === 'answered';
  }

  /** Its data are not needed again, so there is no politeness in the end. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.proxy.close();
    await this.kill();
  }

  #running(participle: string): ProcessIdentity {
    const identity = this.process;
    if (identity === undefined)
      throw new Error(`${this.kind} must run to be ${participle}; it does not; start it first`);
    return identity;
  }

  async #spawn(): Promise<ProcessIdentity> {
    const { program, parameters, account, environment } = this.command();
    const log = openSync(this.#logFile(), 'a');
    try {
      // A session of its own: Ctrl-C is for the run, which decides in which order its servers go.
      this.#child = spawn(program, parameters, {
        cwd: join(this.folder, 'data'),
        detached: true,
        env: { LANG: 'C', TZ: 'UTC', ...environment },
        stdio: ['ignore', log, log],
        ...account,
      });
      await once(this.#child, 'spawn');
    } catch (cause) {
      this.#child = undefined;
      const { message } = cause as Error;
      throw new Error(
        `${this.kind} must start; \`${program}\` could not be run: ${message}; see \`npm run doctor\``,
        { cause },
      );
    } finally {
      closeSync(log);
    }
    const identity = identityOf(this.#child.pid as number);
    if (identity === undefined) throw new Error(`${this.kind} must keep running; ${this.#lastWords()}`);
    recordServer(this.runFolder, this.kind, identity);
    this.#identity = identity;
    this.#child.unref();
    return identity;
  }

  async #answers(identity: ProcessIdentity): Promise<void> {
    const givenUpAtMs = performance.now() + startLimitMs;
    for (;;) {
      const answer = await ask(this.directUrl, 2000);
      if (answer.kind === 'answered') return;
      if (!isAlive(identity))
        throw new Error(`${this.kind} must keep running; it ended at once; ${this.#lastWords()}`);
      if (performance.now() > givenUpAtMs) {
        const seen = describeAnswer(answer);
        throw new Error(
          `${this.kind} must answer within ${startLimitMs} ms; last seen: ${seen}; ${this.#lastWords()}`,
        );
      }
      await delay(askAgainAfterMs);
    }
  }

  async #ended(): Promise<void> {
    await this.#reaped();
    if (this.#identity !== undefined) forgetServer(this.runFolder, this.#identity);
    this.#identity = undefined;
    await this.proxy.retarget(undefined);
  }

  /**
   * A dead process keeps its pid until its parent, this one, has taken note of its end. PostgreSQL would see it and
   * refuse to start on data that somebody else seems to use.
   */
  async #reaped(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    await once(child, 'exit');
  }

  #logFile(): string {
    return join(this.folder, 'log');
  }

  #lastWords(): string {
    const lines = readFileSync(this.#logFile(), 'utf8').trim().split('\n').slice(-10);
    return `its last words in ${this.#logFile()}:\n${lines.join('\n')}`;
  }
}
