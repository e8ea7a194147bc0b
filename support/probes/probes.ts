import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import type { Users } from '../users/users';
import { AccountsProbe } from './accounts-probe';
import { AnswersProbe } from './answers-probe';
import { BackoffProbe } from './backoff-probe';
import { BreakersProbe } from './breakers-probe';
import { CrowdProbe } from './crowd-probe';
import { FleetProbe } from './fleet-probe';
import { LevelsProbe } from './levels-probe';
import { LifeProbe } from './life-probe';
import { LimitsProbe } from './limits-probe';
import { LiveCrowdProbe } from './live-crowd-probe';
import { LiveProbe } from './live-probe';
import { LiveStateProbe } from './live-state-probe';
import { LogProbe } from './log-probe';
import { LossesProbe } from './losses-probe';
import { OrdersProbe } from './orders-probe';
import { OutageProbe } from './outage-probe';
import { PoolProbe } from './pool-probe';
import { PrioritiesProbe } from './priorities-probe';
import { PromisesProbe } from './promises-probe';
import { ProvidersProbe } from './providers-probe';
import { QueueProbe } from './queue-probe';
import { ReadingsProbe } from './readings-probe';
import { RefusalsProbe } from './refusals-probe';
import { SideBySideProbe } from './side-by-side/side-by-side-probe';
import { SituationsProbe } from './situations-probe';
import { TrafficProbe } from './traffic-probe';
import { UsageProbe } from './usage-probe';
import { WorksProbe } from './works-probe';
import { WritesProbe } from './writes-probe';

/** THEN: what is seen, always from outside the service. Probes only look. */
export class Probes {
  readonly accounts: AccountsProbe;
  readonly answers: AnswersProbe;
  readonly readings: ReadingsProbe;
  readonly writes: WritesProbe;
  readonly orders: OrdersProbe;
  readonly works: WorksProbe;
  readonly promises: PromisesProbe;
  readonly levels: LevelsProbe;
  readonly situations: SituationsProbe;
  readonly refusals: RefusalsProbe;
  readonly usage: UsageProbe;
  readonly priorities: PrioritiesProbe;
  readonly pool: PoolProbe;
  readonly breakers: BreakersProbe;
  readonly providers: ProvidersProbe;
  readonly fleet: FleetProbe;
  readonly log: LogProbe;
  readonly limits: LimitsProbe;
  readonly queue: QueueProbe;
  readonly backoff: BackoffProbe;
  readonly traffic: TrafficProbe;
  readonly crowd: CrowdProbe;
  readonly life: LifeProbe;
  readonly live: LiveProbe;
  readonly liveState: LiveStateProbe;
  readonly liveCrowd: LiveCrowdProbe;
  readonly losses: LossesProbe;
  readonly outage: OutageProbe;
  readonly sideBySide: SideBySideProbe;

  readonly #environment: ScenarioEnvironment;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.accounts = new AccountsProbe(environment, users);
    this.readings = new ReadingsProbe(environment, users, journal);
    this.writes = new WritesProbe(environment, users, journal);
    this.orders = new OrdersProbe(users);
    this.works = new WorksProbe(environment, users);
    this.promises = new PromisesProbe(users, journal);
    this.levels = new LevelsProbe(environment);
    this.situations = new SituationsProbe(environment, users, journal);
    this.refusals = new RefusalsProbe(environment, users);
    this.priorities = new PrioritiesProbe(environment, users, journal);
    this.usage = new UsageProbe(environment, users);
    this.pool = new PoolProbe(environment, users, journal);
    this.answers = new AnswersProbe(users, environment, this.readings);
    this.breakers = new BreakersProbe(environment, environment.broughtAbout);
    this.providers = new ProvidersProbe(environment, environment.broughtAbout);
    this.fleet = new FleetProbe(environment, journal);
    this.log = new LogProbe(environment, users);
    this.limits = new LimitsProbe(environment, users, journal);
    this.queue = new QueueProbe(environment, users, this.answers);
    this.backoff = new BackoffProbe(environment, users, journal);
    this.crowd = new CrowdProbe(environment, users, journal);
    this.outage = new OutageProbe(environment, users, journal);
    this.life = new LifeProbe(environment, users);
    this.live = new LiveProbe(environment, users);
    this.liveState = new LiveStateProbe(environment, users);
    this.liveCrowd = new LiveCrowdProbe(environment, users, journal);
    this.losses = new LossesProbe(environment, users, this.writes);
    this.traffic = new TrafficProbe(environment, users, journal);
    this.sideBySide = new SideBySideProbe(environment, users, journal, this.writes);
  }

  /** Whatever somebody had been shown was shown again, to its owner alone, and no less than before. */
  async shownAgainAndNoLess(): Promise<void> {
    const read = this.#environment.conversations.shelf.filter(({ wasRead }) => wasRead);
    this.promises.everythingIsShownAgain(read.map(({ owner, id }) => `${owner} ${id}`));
    await this.writes.nothingWrongWasShown();
  }

  /** Full service, nothing accepted waits, and all of it is accounted for. The limit runs from the last thing that was mended. */
  async allIsWellAndThere(limitMs: number): Promise<void> {
    await this.breakers.levelIsWithin('full', limitMs);
    await this.writes.nothingWaitsWithin(limitMs);
    await this.writes.allAccountedFor();
  }
}
