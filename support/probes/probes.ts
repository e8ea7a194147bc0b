import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import type { Users } from '../users/users';
import { AnswersProbe } from './answers-probe';
import { BreakersProbe } from './breakers-probe';
import { FleetProbe } from './fleet-probe';
import { LogProbe } from './log-probe';
import { ProvidersProbe } from './providers-probe';

/** THEN: what is seen, always from outside the service. Probes only look. */
export class Probes {
  readonly answers: AnswersProbe;
  readonly breakers: BreakersProbe;
  readonly providers: ProvidersProbe;
  readonly fleet: FleetProbe;
  readonly log: LogProbe;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.answers = new AnswersProbe(users, environment);
    this.breakers = new BreakersProbe(environment, environment.broughtAbout);
    this.providers = new ProvidersProbe(environment, environment.broughtAbout);
    this.fleet = new FleetProbe(environment, journal);
    this.log = new LogProbe(environment);
  }
}
