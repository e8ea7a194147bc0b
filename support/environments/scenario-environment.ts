import { describeRequest } from '../evidence/describe-request';
import { eventually } from '../evidence/eventually';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import { Compromised } from '../evidence/verdict';
import type { FaultLedger } from '../faults/fault-ledger';
import { readMetrics, sumOf } from '../probes/metrics-page';
import { type Keeping, readKeeping } from '../probes/readiness';
import { type BreakerSeen, breakerIn, readServiceState } from '../probes/service-state';
import { behaviourByPhrase } from '../providers/phrases';
import type { ProviderDouble, ProviderTransport } from '../providers/provider-double';
import { personas } from '../users/personas';
import { Accounts } from './accounts';
import { Ailments } from './ailments';
import { BroughtAbout } from './brought-about';
import { Conversations } from './conversations';
import { Crowd } from './crowd';
import type { Environment, ServerKind } from './environment';
import { Fleet } from './fleet';
import { Levels } from './levels';
import { Limits } from './limits';
import { LiveNetwork } from './live-network';
import { Midst } from './midst';
import { OutageWatch } from './outage-watch';
import { ProviderSet } from './provider-set';
import { RuleBook } from './rules/rule-book';
import { ScenarioServers } from './scenario-servers';
import { seedFrom } from './seed';
import type { RunningService, ServiceAssembly } from './service/running-service';
import type { ServiceSettings } from './service/service-settings';
import { ServiceLife } from './service-life';
import { SideBySide } from './side-by-side/side-by-side';
import { Situations } from './situations';

/** How long the harness waits for what should come at once. Far above what it takes, so that a busy machine is no failure. */
const promptlyMs = 5_000;

/** How long a service may take to notice an outage or a return without users, with the production defaults too. */
const noticedMs = 30_000;

/** So many requests of a provider are told one by one: more than any scenario sends that is read line by line. */
const mostTold = 2_000;

/** What a scenario's environment is made of. */
export interface ScenarioParts {
  journal: Journal;
  /** Of the worker's own, for what is to be gone after the scenario. */
  folder: string;
  servers: Environment;
  faults: FaultLedger;
  /** Which servers this scenario needs. */
  needs: readonly ServerKind[];
  transport: () => Promise<ProviderTransport>;
  assembly: (transport: ProviderTransport) => ServiceAssembly;
}

/** GIVEN: what runs, by which rules, and what is broken. The service starts on first use, fresh for each scenario. */
export class ScenarioEnvironment implements AsyncDisposable {
  readonly #parts: ScenarioParts;
  readonly rules = new RuleBook();
  readonly servers: ScenarioServers;
  readonly providers: ProviderSet;
  readonly ailments: Ailments;
  readonly limits: Limits;
  readonly conversations: Conversations;
  readonly levels: Levels;
  /** Several things that are out at once. */
  readonly situations: Situations;
  /** Who may use the service, and for what. */
  readonly accounts: Accounts;
  /** What is drawn at random comes from it; `SEED` in the environment repeats a run's. */
  readonly seed = seedFrom(process.env.SEED);
  readonly broughtAbout: BroughtAbout;
  /** The same as an event: a service that does not get there has failed. */
  readonly happening: BroughtAbout;
  /** That the service is killed, stopped, started again, or runs twice. */
  readonly life: ServiceLife;
  /** Between live clients and the service. */
  readonly liveNetwork: LiveNetwork;
  /** What is held up in the database, so that something happens in the midst of it. */
  readonly midst: Midst;
  #transport: Promise<ProviderTransport> | undefined;
  /** What the service said of itself from the first outage of its storage on. */
  readonly outageWatch = new OutageWatch(async () => (await this.service()).url);
  #fleet: Fleet | undefined;
  #crowd: Crowd | undefined;
  #sideBySide: SideBySide | undefined;

  constructor(parts: ScenarioParts) {
    this.#parts = parts;
    this.midst = new Midst(this);
    const goesOn = (): void => this.midst.goesOn();
    this.servers = new ScenarioServers(parts.servers, parts.faults, parts.needs, {
      begins: () => this.#watchOutage(),
      stands: goesOn,
    });
    const { journal, folder } = parts;
    this.life = new ServiceLife({ journal, folder, onBlow: goesOn, start: (state) => this.#start(state) });
    this.liveNetwork = new LiveNetwork(this.life);
    this.providers = new ProviderSet(() => this.#openTransport(), parts.journal);
    this.ailments = new Ailments(this.providers, () => this.rules.providerSilenceMs);
    this.limits = new Limits(this);
    this.conversations = new Conversations(this);
    this.levels = new Levels(this);
    this.situations = new Situations(this);
    this.accounts = new Accounts(this, journal, folder);
    this.broughtAbout = new BroughtAbout(this);
    this.happening = new BroughtAbout(this, (message) => new Error(message));
  }

  provider(role: string): Promise<ProviderDouble> {
    return this.providers.double(role);
  }

  /** The model that users ask for. */
  firstModel(): string {
    return this.providers.modelOf(this.providers.roles[0] ?? 'primary');
  }

  /** The service under test, started on first use; after a restart the one that runs. */
  service(): Promise<RunningService> {
    return this.life.current();
  }

  get fleet(): Fleet {
    if (!this.#fleet)
      throw new Error('No services of their own have been prepared; a Given must do so first');
    return this.#fleet;
  }

  /** So many services, each with providers of its own; the primaries behave like this. */
  async prepareFleet(count: number, phrase: string): Promise<void> {
    const transport = await this.#openTransport();
    const open: typeof transport.open = (role, format) => transport.open(role, format);
    const settings = (): Omit<ServiceSettings, 'providers'> => ({
      users: Object.values(personas),
      rules: this.rules.close(),
    });
    this.#fleet = new Fleet(open, this.#parts.assembly(transport), settings);
    await this.#fleet.prepare(count, behaviourByPhrase(phrase));
  }

  get crowd(): Crowd {
    if (!this.#crowd) throw new Error('No services share a provider; a Given must prepare them first');
    return this.#crowd;
  }

  /** So many services of one provider, which refuses the first request of each. */
  async prepareCrowd(count: number, role: string, forMs: number): Promise<void> {
    await this.limits.asksEach(count, role, forMs);
    const assembly = this.#parts.assembly(await this.#openTransport());
    const providers = await this.providers.settings();
    const settings = { users: Object.values(personas), rules: this.rules.close(), providers };
    this.#crowd = new Crowd(
      assembly,
      Array.from({ length: count }, () => settings),
    );
  }

  get sideBySide(): SideBySide {
    if (!this.#sideBySide) throw new Error('No service runs beside another; a Given must start it first');
    return this.#sideBySide;
  }

  /** The service, and beside it one without resilience that has the same providers and servers. */
  async runBesideOneWithout(): Promise<void> {
    await this.service();
    const assembly = this.#parts.assembly(await this.#openTransport());
    const own = { ...(await this.servers.urls()), seed: this.seed };
    const rules = { ...this.rules.close(), resilience: 'off' as const };
    const settings = { users: Object.values(personas), rules, ...own };
    this.#sideBySide = new SideBySide(this, this.#parts.journal);
    await this.#sideBySide.start(assembly, { ...settings, providers: await this.providers.settings() });
  }

  /** A provider falls ill while the service runs. */
  async beginsToFail(role: string): Promise<void> {
    await this.service();
    await this.ailments.is(role, 'is failing');
  }

  /** When something was last broken or mended, milliseconds since the epoch. */
  get lastChangeAtMs(): number {
    return Math.max(
      this.servers.lastChangeAtMs,
      this.providers.lastChangeAtMs,
      this.life.lastChangeAtMs,
      this.midst.lastChangeAtMs,
      this.liveNetwork.lastChangeAtMs,
    );
  }

  /** Writes down how long after the last change something was seen. */
  measured(what: string): void {
    const afterMs = Math.round(nowMs() - this.lastChangeAtMs);
    const event = `${what} ${afterMs} ms after the last change`;
    this.#parts.journal.record({ lane: 'scenario', subject: 'measured', event, details: { afterMs } });
  }

  /** A breaker as the service shows it now. */
  async breaker(name: string): Promise<BreakerSeen> {
    return breakerIn(await readServiceState((await this.service()).url), name);
  }

  /** Whether the service, by what it says itself, would keep what it accepts in an outage. */
  async keepsAcceptedWrites(): Promise<Keeping> {
    return readKeeping((await this.service()).url);
  }

  /** Waits until the service shows the breaker in this state. @throws Compromised: the scenario cannot go on without it. */
  async untilBreaker(name: string, state: string): Promise<void> {
    let seen = '';
    await this.until(
      async () => {
        seen = (await this.breaker(name)).state;
        return seen === state;
      },
      () => `the ${name} breaker was ${seen}; expected ${state}`,
      noticedMs,
    );
  }

  /** Waits for what should come at once. @throws Compromised: the scenario cannot go on without it. */
  async until(
    holds: () => boolean | Promise<boolean>,
    describe: () => string,
    limitMs = promptlyMs,
  ): Promise<void> {
    try {
      await this.promptly(holds, describe, limitMs);
    } catch (error) {
      throw new Compromised((error as Error).message);
    }
  }

  /** The same where it is the service that owes it. @throws an error with what was last seen: the service has failed. */
  async promptly(
    holds: () => boolean | Promise<boolean>,
    describe: () => string,
    limitMs = promptlyMs,
  ): Promise<void> {
    await eventually(holds, (seen) => seen, limitMs, describe);
  }

  /**
   * The service has ended every call that reached the provider, and says so in its metrics.
   * @throws when it does not, since to notice is its duty.
   */
  async serviceHasNoticedHangUps(role: string): Promise<void> {
    const { url } = await this.service();
    const provider = await this.provider(role);
    let counted = 0;
    await this.promptly(
      async () => {
        counted = sumOf(await readMetrics(url), 'provider_calls_total', { provider: role });
        return counted >= provider.log.length;
      },
      () =>
        `the service had counted ${counted} of ${provider.log.length} calls to the ${role} provider as ended`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.limits[Symbol.dispose]();
    this.broughtAbout[Symbol.dispose]();
    this.happening[Symbol.dispose]();
    this.midst.goesOn();
    await this.outageWatch[Symbol.asyncDispose]();
    const life = this.life[Symbol.asyncDispose]();
    const beside = this.#sideBySide?.[Symbol.asyncDispose]();
    await Promise.allSettled([life, this.#fleet?.stop(), this.#crowd?.stop(), beside]);
    await this.liveNetwork[Symbol.asyncDispose]();
    this.accounts[Symbol.dispose]();
    await (await this.#transport)?.[Symbol.asyncDispose]();
  }

  /** What the doubles' transport has left. To be asked after disposal. */
  async leftovers(): Promise<string[]> {
    return (await this.#transport)?.leftovers() ?? [];
  }

  /** Writes what the providers saw into the journal. */
  async tellJournal(): Promise<void> {
    for (const double of await this.providers.doubles()) {
      const { log, role } = double;
      if (log.length > mostTold)
        this.#parts.journal.record({
          lane: 'provider',
          subject: role,
          event: `received ${log.length} requests, of which the first ${mostTold} are told`,
        });
      for (const request of log.slice(0, mostTold))
        this.#parts.journal.record(describeRequest(role, request));
    }
  }

  /** What the service has logged, in all its lives, where one was started. */
  async log(): Promise<RunningService['log']> {
    return this.life.allLogged();
  }

  /** Only a service that keeps writes has something to show; one that does not run yet is watched once it does. */
  #watchOutage(): void {
    if (this.life.hasBegun && this.servers.kinds.length > 1) this.outageWatch.begin();
  }

  #openTransport(): Promise<ProviderTransport> {
    this.#transport ??= this.#parts.transport();
    return this.#transport;
  }

  async #start(stateFolder: string): Promise<RunningService> {
    const urls = await this.servers.urls();
    const assembly = this.#parts.assembly(await this.#openTransport());
    const { seed } = this;
    const own = { seed, stateFolder, usersFile: this.accounts.file, ...urls };
    const settings = { users: Object.values(personas), rules: this.rules.close(), ...own };
    const service = await assembly.start({ ...settings, providers: await this.providers.settings() });
    if (this.servers.outages.length > 0) this.#watchOutage();
    this.#parts.journal.record({
      lane: 'service',
      subject: assembly.name,
      event: `started on ${service.url}; random numbers from seed ${seed} (SEED=${seed} repeats them)`,
    });
    return service;
  }
}
