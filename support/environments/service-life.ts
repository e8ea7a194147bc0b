import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../evidence/eventually';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import type { Ending, LogLine, RunningService } from './service/running-service';

/** How long a service that was asked to stop may take to let nobody in. */
const closesWithinMs = 2_000;

/** And until its process has ended: above what scenarios demand, so that they report what they saw. */
const endsWithinMs = 20_000;

/** One place in which the service runs: what it keeps there outlives the process. */
interface Instance {
  readonly name: string;
  readonly stateFolder: string;
  service: Promise<RunningService>;
  state: 'running' | 'frozen' | 'stopping' | 'down';
}

/** What the life of the service needs of its scenario. */
export interface LifeParts {
  readonly journal: Journal;
  /** Where the instances' own folders are made; they are gone with the scenario. */
  readonly folder: string;
  /** Starts one, each time with the same settings but for this folder. */
  readonly start: (stateFolder: string) => Promise<RunningService>;
  /** Told when something was done to a process, so that what was held up for that moment goes on. */
  readonly onBlow: () => void;
}

/** GIVEN the service lives, dies and is started again, in one instance or several over the same servers. */
export class ServiceLife implements AsyncDisposable {
  readonly #parts: LifeParts;
  readonly #instances: Instance[] = [];
  readonly #log: (readonly LogLine[])[] = [];
  #folder: string | undefined;
  #turn = 0;
  #askedToStopAtMs = 0;
  #lastChangeAtMs = 0;
  #ending: Promise<Ending> | undefined;

  constructor(parts: LifeParts) {
    this.#parts = parts;
  }

  /** The first instance that runs, started on first use; one that is down while none runs. */
  current(): Promise<RunningService> {
    return this.#first().service;
  }

  /** Whether anything was ever started. */
  get hasBegun(): boolean {
    return this.#instances.length > 0;
  }

  /** The instances that run, in turn, as behind a load balancer. */
  forUsers(): Promise<RunningService> {
    const running = this.#instances.filter(({ state }) => state === 'running');
    this.#turn += 1;
    return running[this.#turn % running.length]?.service ?? this.current();
  }

  /** Every instance that runs. */
  async running(): Promise<RunningService[]> {
    return Promise.all(
      this.#instances.filter(({ state }) => state === 'running').map(({ service }) => service),
    );
  }

  /** Everything that any instance has logged, those that are dead included. */
  allLogged(): LogLine[] {
    return this.#log.flat();
  }

  /** When an instance was last started or ended, milliseconds since the epoch; 0 when none was but the first. */
  get lastChangeAtMs(): number {
    return this.#lastChangeAtMs;
  }

  /** When a process was last asked to stop, milliseconds since the epoch. */
  get askedToStopAtMs(): number {
    return this.#askedToStopAtMs;
  }

  /** How the process that was asked to stop last has ended. @throws when none was asked. */
  ending(): Promise<Ending> {
    if (!this.#ending) throw new Error('Nobody has asked the service to stop; a step must do so first');
    return this.#ending;
  }

  /** So many instances over the same servers. */
  async runAs(count: number): Promise<void> {
    await this.current();
    while (this.#instances.length < count) this.#add();
    await Promise.all(this.#instances.map(({ service }) => service));
  }

  /** SIGKILL to one: by default the one that is current. @param which of those that run. */
  async kill(which?: RunningService): Promise<void> {
    const instance = await this.#instanceOf(which);
    const { process } = await instance.service;
    instance.state = 'down';
    await process().kill();
    this.#happened(instance, 'was killed');
  }

  /** SIGTERM; resolves when nobody new is let in. What is under way is not waited for. @throws when it lets them in. */
  async askToStop(): Promise<void> {
    const instance = this.#first();
    const { process, url } = await instance.service;
    const owned = process();
    instance.state = 'stopping';
    this.#ending = owned.ended;
    this.#askedToStopAtMs = nowMs();
    this.#record(instance, 'was asked to stop');
    owned.askToStop();
    void owned.ended.then(({ code, signal }) => {
      instance.state = 'down';
      this.#record(instance, `ended with ${signal ?? `code ${code}`}`);
    });
    await eventually(
      () => refusesConnections(url),
      (isRefused) => isRefused,
      closesWithinMs,
      () => 'the service, asked to stop, still let people in',
    );
  }

  /** The same, and everything that is under way goes on; resolves when the process has ended. */
  async stopPolitely(): Promise<void> {
    await this.askToStop();
    this.#parts.onBlow();
    let hasEnded = false;
    void this.ending().then(() => {
      hasEnded = true;
    });
    await eventually(
      () => hasEnded,
      (seen) => seen,
      endsWithinMs,
      () => 'the service, asked to stop, still ran',
    );
    this.#lastChangeAtMs = nowMs();
  }

  async killAndStartAgain(): Promise<void> {
    await this.kill();
    await this.startAgain();
  }

  async stopAndStartAgain(): Promise<void> {
    await this.stopPolitely();
    await this.startAgain();
  }

  /** SIGSTOP to one, and SIGCONT after so long. */
  async freezeFor(forMs: number): Promise<void> {
    await this.freeze();
    await delay(forMs);
    await this.thaw();
  }

  /** Starts those again that are down, with the settings and the folders that they had. @throws when none is. */
  async startAgain(): Promise<void> {
    if (!this.#instances.some(({ state }) => state === 'down'))
      throw new Error('Every instance of the service runs; none can be started again');
    await this.startWhatIsDown();
  }

  /** The same where perhaps none is. */
  async startWhatIsDown(): Promise<void> {
    for (const instance of this.#instances.filter(({ state }) => state === 'down')) {
      instance.service = this.#start(instance.stateFolder);
      instance.state = 'running';
      await instance.service;
      this.#happened(instance, 'was started again');
    }
  }

  /** SIGSTOP; users are sent to the others. */
  async freeze(which?: RunningService): Promise<void> {
    const instance = await this.#instanceOf(which);
    const { process } = await instance.service;
    await process().freeze();
    instance.state = 'frozen';
    this.#happened(instance, 'was frozen');
  }

  /** SIGCONT to all that are frozen. */
  async thaw(): Promise<void> {
    for (const instance of this.#instances.filter(({ state }) => state === 'frozen')) {
      const { process } = await instance.service;
      process().thaw();
      instance.state = 'running';
      this.#happened(instance, 'was thawed');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const services = await Promise.all(this.#instances.map(({ service }) => service.catch(() => undefined)));
    await Promise.allSettled(services.map((service) => service?.stop()));
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #first(): Instance {
    return this.#instances.find(({ state }) => state === 'running') ?? this.#instances.at(0) ?? this.#add();
  }

  #add(): Instance {
    this.#folder ??= mkdtempSync(join(this.#parts.folder, 'service-state-'));
    const name = `instance ${this.#instances.length + 1}`;
    const stateFolder = join(this.#folder, name.replace(' ', '-'));
    const instance: Instance = { name, stateFolder, service: this.#start(stateFolder), state: 'running' };
    this.#instances.push(instance);
    return instance;
  }

  async #start(stateFolder: string): Promise<RunningService> {
    const service = await this.#parts.start(stateFolder);
    this.#log.push(service.log);
    return service;
  }

  async #instanceOf(which: RunningService | undefined): Promise<Instance> {
    if (!which) return this.#first();
    for (const instance of this.#instances) if ((await instance.service) === which) return instance;
    throw new Error('No instance of the service is the one that was meant');
  }

  #happened(instance: Instance, event: string): void {
    this.#lastChangeAtMs = nowMs();
    this.#record(instance, event);
    this.#parts.onBlow();
  }

  #record({ name }: Instance, event: string): void {
    this.#parts.journal.record({ lane: 'service', subject: name, event });
  }
}

function refusesConnections(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}
