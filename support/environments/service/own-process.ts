import { spawn } from 'node:child_process';
import { compiledService } from './compiled-service';
import { LogLines } from './log-lines';
import { type OwnedProcess, ownedProcess } from './owned-process';
import { referenceConfiguration } from './reference-configuration';
import type { LogLine, RunningService, ServiceAssembly } from './running-service';
import type { ServiceSettings } from './service-settings';

const startLimitMs = 20_000;
const stopLimitMs = 5_000;

/** The reference service as a process of its own, started as a user would start it. */
export class OwnProcess implements ServiceAssembly {
  readonly name = 'own-process';
  readonly #folder: string;
  readonly #onLogLine: (line: LogLine) => void;
  readonly #environment: () => Record<string, string>;
  readonly #onSpawn: (pid: number) => void;

  /**
   * @param folder of this run, for the compiled service.
   * @param environment what the process needs besides its configuration, to reach the providers' doubles.
   * @param onSpawn is told of each process, so that it can be swept up whatever happens to this one.
   */
  constructor(
    folder: string,
    onLogLine: (line: LogLine) => void,
    environment: () => Record<string, string>,
    onSpawn: (pid: number) => void = () => {},
  ) {
    this.#folder = folder;
    this.#onLogLine = onLogLine;
    this.#environment = environment;
    this.#onSpawn = onSpawn;
  }

  async start(settings: ServiceSettings): Promise<RunningService> {
    const [service] = await this.startMany([settings]);
    return service as RunningService;
  }

  async startMany(settings: readonly ServiceSettings[]): Promise<RunningService[]> {
    const compiled = compiledService(this.#folder);
    const child = spawn(process.execPath, [compiled.program], {
      env: {
        ...compiled.environment,
        PATH: process.env.PATH,
        SERVICE_CONFIGURATION: JSON.stringify(settings.map(referenceConfiguration)),
        ...this.#environment(),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (child.pid !== undefined) this.#onSpawn(child.pid);
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-4_000);
    });
    const owned = ownedProcess(child);
    let log = new LogLines();
    const listening = new Promise<string[]>((resolve, reject) => {
      const urls: string[] = [];
      log = new LogLines((line) => {
        if (line.event === 'service.started') urls.push(String(line.url));
        if (urls.length === settings.length) resolve(urls);
        this.#onLogLine(line);
      });
      child.once('error', reject);
      void owned.ended.then(({ code, signal }) =>
        reject(new Error(`The service ended with ${code ?? signal}: ${complaints}`)),
      );
      const limit = `The service did not start within ${startLimitMs} ms`;
      setTimeout(() => reject(new Error(`${limit}: ${complaints}`)), startLimitMs).unref();
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => log.write(text));
    try {
      const urls = await listening;
      return urls.map((url) => ({
        url,
        log: log.lines,
        stop: () => stop(owned),
        process: () => owned,
      }));
    } catch (error) {
      await stop(owned);
      throw error;
    }
  }
}

/** Politely, and after a while not. */
async function stop(owned: OwnedProcess): Promise<void> {
  if (owned.hasEnded) return;
  // A frozen process would take the signal only once it is thawed.
  owned.thaw();
  owned.askToStop();
  const limit = setTimeout(() => void owned.kill(), stopLimitMs);
  await owned.ended;
  clearTimeout(limit);
}
