import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { clearRun } from './clear-run';
import { identityOf } from './processes';
import { runsFolder } from './runs-folder';

/**
 * The folder of one worker of one run: data of its servers and a record of their processes. Whatever ends the worker,
 * a watchdog process then kills the servers and removes the folder; should the watchdog be killed too, the next run's
 * `sweepDeadRuns` does.
 */
export class RunFolder implements AsyncDisposable {
  readonly path: string;
  readonly #watchdog: ChildProcess;

  private constructor(path: string) {
    this.path = path;
    // A session of its own, so that Ctrl-C in the terminal does not reach it.
    this.#watchdog = spawn(process.execPath, [join(__dirname, 'run-watchdog.js'), path], {
      cwd: '/',
      detached: true,
      env: {},
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#watchdog.stdin?.on('error', () => {});
    this.#watchdog.unref();
    (this.#watchdog.stdin as unknown as { unref(): void }).unref();
  }

  /** The watchdog's pid, for tests. */
  get watchdogPid(): number | undefined {
    return this.#watchdog.pid;
  }

  /** Makes a folder named after this process and starts its watchdog. */
  static open(): RunFolder {
    endWithParent();
    const identity = identityOf(process.pid);
    const path = mkdtempSync(join(runsFolder(), `run-${process.pid}-${slug(identity?.startTime ?? '')}-`));
    chmodSync(path, 0o711);
    return new RunFolder(path);
  }

  /** Kills what servers are left, removes the folder and ends the watchdog. */
  async [Symbol.asyncDispose](): Promise<void> {
    await clearRun(this.path);
    if (this.#watchdog.exitCode !== null || this.#watchdog.signalCode !== null) return;
    const ended = once(this.#watchdog, 'exit');
    this.#watchdog.ref();
    this.#watchdog.stdin?.end();
    await ended;
  }
}

/** A start time as it stands in a folder's name. */
export function slug(startTime: string): string {
  return startTime.replace(/[^\w]+/g, '_');
}

let isTiedToParent = false;

/**
 * A worker whose coordinator was killed would go on for ever: its open servers keep it alive, and Cucumber's workers do
 * not watch for the disconnection.
 */
function endWithParent(): void {
  if (isTiedToParent || process.send === undefined) return;
  isTiedToParent = true;
  const end = () => process.exit(1);
  process.once('disconnect', end);
  if (!process.connected) end();
}
