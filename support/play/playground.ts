import type { Environment, ServerKind } from '../environments/environment';
import { recordServer } from '../environments/run/clear-run';
import { identityOf } from '../environments/run/processes';
import { RunFolder } from '../environments/run/run-folder';
import { ScenarioEnvironment } from '../environments/scenario-environment';
import { selectEnvironment } from '../environments/select';
import { OwnProcess } from '../environments/service/own-process';
import type { LogLine, ServiceAssembly } from '../environments/service/running-service';
import { Journal } from '../evidence/journal';
import { FaultLedger } from '../faults/fault-ledger';
import { HttpTransport } from '../providers/transports/http-transport';
import type { Answer } from '../users/answer';
import { AssistantClient } from '../users/assistant-client';
import { personas } from '../users/personas';

const kinds: readonly ServerKind[] = ['postgresql', 'redis'];

/** The service with real servers and providers' doubles, as a scenario has them, to be broken by hand; production defaults. */
export class Playground implements AsyncDisposable {
  /** What was done and what was seen of it. */
  readonly journal = new Journal();
  readonly #port: number;
  readonly #onLogLine: (line: LogLine) => void;
  readonly #client = new AssistantClient();
  readonly #faults = new FaultLedger(() => this.journal);
  #folder: RunFolder | undefined;
  #servers: Environment | undefined;
  #scenario: ScenarioEnvironment | undefined;
  #disposed: Promise<void> | undefined;

  /** @param port where the service listens; 0: any free port. */
  constructor(port: number, onLogLine: (line: LogLine) => void) {
    this.#port = port;
    this.#onLogLine = onLogLine;
  }

  /**
   * Starts everything.
   * @returns which environment was chosen, and why.
   * @throws what is missing; then, too, it must be disposed of.
   */
  async open(): Promise<string> {
    this.#folder = RunFolder.open();
    const { path } = this.#folder;
    const chosen = await selectEnvironment({ folder: path, journal: () => this.journal });
    this.#mustBeWanted();
    const servers = chosen.environment;
    this.#servers = servers;
    this.#scenario = new ScenarioEnvironment({
      journal: this.journal,
      folder: path,
      servers,
      faults: this.#faults,
      needs: kinds,
      transport: async () => new HttpTransport({ folder: path }),
      assembly: (transport) => this.#assembly(path, () => transport.serviceEnvironment()),
    });
    // Side by side; the service by itself would ask for one after the other.
    await Promise.all(kinds.map((kind) => servers.server(kind)));
    await this.#scenario.service();
    this.#mustBeWanted();
    return chosen.explanation;
  }

  /** Where the service listens. */
  async url(): Promise<string> {
    return (await this.#running.service()).url;
  }

  get firstModel(): string {
    return this.#running.firstModel();
  }

  /** From now on the provider behaves like this. @throws when a caller past the service does not meet it. */
  tell(role: string, phrase: string): Promise<void> {
    return this.#running.ailments.is(role, phrase);
  }

  /** @throws when the fault did not take. */
  break(server: ServerKind, fault: string): Promise<void> {
    return this.#running.servers.break(server, fault);
  }

  /** Resolves when the server answers again. */
  mend(server: ServerKind): Promise<void> {
    return this.#running.servers.mend(server);
  }

  /** Asks as Ada does, streamed. */
  async ask(question: string): Promise<Answer> {
    const asking = { user: personas.Ada, question, model: this.firstModel, streamed: true };
    return this.#client.ask(await this.url(), asking);
  }

  /** Stops everything and leaves nothing; safe to repeat, and while it is still starting. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#disposed ??= this.#close();
    return this.#disposed;
  }

  async #close(): Promise<void> {
    this.#client.close();
    // Whatever of this fails, the run folder ends the processes that it knows of.
    await Promise.allSettled([this.#scenario?.[Symbol.asyncDispose]()]);
    await Promise.allSettled([this.#servers?.[Symbol.asyncDispose]()]);
    await this.#folder?.[Symbol.asyncDispose]();
  }

  get #running(): ScenarioEnvironment {
    if (!this.#scenario) throw new Error('The playground must be open to be used; open it first');
    return this.#scenario;
  }

  #mustBeWanted(): void {
    if (this.#disposed) throw new Error('The playground was closed while it was starting');
  }

  #assembly(folder: string, environment: () => Record<string, string>): ServiceAssembly {
    const record = (pid: number): void => {
      const identity = identityOf(pid);
      if (identity) recordServer(folder, 'service', identity);
    };
    const assembly = new OwnProcess(folder, this.#onLogLine, environment, record);
    return {
      name: assembly.name,
      start: (settings) => assembly.start({ ...settings, port: this.#port }),
      startMany: (settings) => assembly.startMany(settings),
    };
  }
}
