import { tmpdir } from 'node:os';
import type { Journal } from '../evidence/journal';
import { FaultLedger } from '../faults/fault-ledger';
import type { ProviderTransport } from '../providers/provider-double';
import type { Environment, ServerKind } from './environment';
import { Leftovers } from './leftovers';
import { recordServer } from './run/clear-run';
import { identityOf } from './run/processes';
import { RunFolder } from './run/run-folder';
import { sweepDeadRuns } from './run/sweep-dead-runs';
import { ScenarioEnvironment } from './scenario-environment';
import { selectEnvironment } from './select';
import { InProcess } from './service/in-process';
import { OwnProcess } from './service/own-process';
import type { LogLine, ServiceAssembly } from './service/running-service';

const needTag = /^@needs:(\w+)$/;

/** What one worker has for all its scenarios: a run folder, an environment with its servers, and the faults that stand. */
class Worker implements AsyncDisposable {
  #folder: RunFolder | undefined;
  #servers: Environment | undefined;
  #explanation = '';
  #journal: Journal | undefined;
  readonly #faults = new FaultLedger(() => this.#currentJournal());
  readonly #leftovers = new Leftovers();

  /** @throws when no environment can be had, with the reasons. */
  async open(): Promise<void> {
    // One worker is enough, for sweeping as for telling.
    const isFirst = (process.env.CUCUMBER_WORKER_ID ?? '0') === '0';
    for (const { folder, killedServers } of isFirst ? await sweepDeadRuns() : []) {
      process.stderr.write(
        `Swept up after a run that was killed: ${folder}, with ${killedServers.length} servers\n`,
      );
    }
    this.#folder = RunFolder.open();
    const context = { folder: this.#folder.path, journal: () => this.#currentJournal() };
    const { environment, explanation } = await selectEnvironment(context);
    this.#servers = environment;
    this.#explanation = explanation;
    if (isFirst) process.stderr.write(`${explanation}\n`);
  }

  /** For the report's page about the environment. */
  facts(): Record<string, string> {
    const [name = '', ...reasons] = this.#explanation.replace(/^Environment: /, '').split(' (');
    return {
      Environment: name,
      'Why this environment': reasons.join(' (').replace(/\)$/, '') || 'preferred and available',
    };
  }

  /** Everything fresh for one scenario, but for the servers, which are empty. */
  scenarioEnvironment(journal: Journal, tags: readonly string[]): ScenarioEnvironment {
    this.#journal = journal;
    this.#leftovers.remember(this.#environment().startedServers());
    const isOwnProcess = tags.includes('@own-process') || process.env.SERVICE === 'process';
    return new ScenarioEnvironment({
      journal,
      folder: this.#folder?.path ?? tmpdir(),
      servers: this.#environment(),
      faults: this.#faults,
      needs: neededBy(tags),
      transport: () => openTransport(isOwnProcess, this.#folder?.path),
      assembly: (transport) => this.#assembly(isOwnProcess, transport, journal),
    });
  }

  /** Why a server that these tags ask for cannot be had here; undefined when all can. */
  async lack(tags: readonly string[]): Promise<string | undefined> {
    for (const kind of neededBy(tags)) {
      const lack = await this.#environment().lack(kind);
      if (lack !== undefined) return lack;
    }
    return undefined;
  }

  /**
   * Mends, stops and empties what the scenario used, then looks whether it left anything.
   * @throws naming what was left, and what could not be mended.
   */
  async close(environment: ScenarioEnvironment): Promise<void> {
    const problems: unknown[] = [];
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      await work().catch((error) => problems.push(error));
    };
    await attempt(() => this.#faults.healAll());
    await attempt(() => environment[Symbol.asyncDispose]());
    for (const server of this.#environment().startedServers()) await attempt(() => server.reset());
    const left = [
      ...(await environment.leftovers()),
      ...(await this.#leftovers.of(this.#environment().startedServers())),
    ];
    if (left.length > 0) problems.push(new Error(`The scenario left something behind: ${left.join('; ')}`));
    if (problems.length === 1) throw problems[0];
    if (problems.length > 1) throw new AggregateError(problems, problems.map(String).join('; '));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#servers?.[Symbol.asyncDispose]();
    await this.#folder?.[Symbol.asyncDispose]();
  }

  #assembly(isOwnProcess: boolean, transport: ProviderTransport, journal: Journal): ServiceAssembly {
    const onLogLine = (line: LogLine): void => recordLogLine(journal, line);
    if (!isOwnProcess) return new InProcess(onLogLine);
    return new OwnProcess(
      this.#runFolder().path,
      onLogLine,
      () => transport.serviceEnvironment(),
      (pid) => this.#record(pid),
    );
  }

  #record(pid: number): void {
    const identity = identityOf(pid);
    if (!this.#folder || !identity) return;
    recordServer(this.#folder.path, 'service', identity);
    this.#leftovers.watch(identity);
  }

  #environment(): Environment {
    if (!this.#servers) throw new Error('The worker must be open before a scenario begins');
    return this.#servers;
  }

  #runFolder(): RunFolder {
    if (!this.#folder) throw new Error('The worker must be open before a scenario begins');
    return this.#folder;
  }

  #currentJournal(): Journal {
    if (!this.#journal) throw new Error('No scenario is running');
    return this.#journal;
  }
}

function neededBy(tags: readonly string[]): ServerKind[] {
  return tags.flatMap((tag) => (needTag.exec(tag)?.[1] as ServerKind | undefined) ?? []);
}

/** The one of this process. */
export const worker = new Worker();

async function openTransport(isOwnProcess: boolean, folder: string | undefined): Promise<ProviderTransport> {
  if (isOwnProcess) {
    const { HttpTransport } = await import('../providers/transports/http-transport');
    return new HttpTransport(folder === undefined ? {} : { folder });
  }
  return new (await import('../providers/transports/nock-transport')).NockTransport();
}

/** Breakers in a lane of their own; everything else that is more than routine as the service's. */
function recordLogLine(journal: Journal, line: LogLine): void {
  if (line.event === undefined && line.text === undefined) return; // What the framework says for itself.
  const event = String(line.message ?? line.text ?? line.event);
  const isBreaker = line.event === 'breaker.transition';
  journal.record({
    lane: isBreaker ? 'breaker' : 'service',
    subject: String(isBreaker ? line.breaker : (line.level ?? 'log')),
    event,
    details: line,
  });
}
