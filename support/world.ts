import { setWorldConstructor, World } from '@cucumber/cucumber';
import type { ScenarioEnvironment } from './environments/scenario-environment';
import { Journal } from './evidence/journal';
import type { Probes } from './probes/probes';
import type { Users } from './users/users';

/** One handle for each keyword. The hooks put them there before the first step. */
export class SpecificationWorld extends World {
  readonly journal = new Journal();
  /** GIVEN something runs or is broken. */
  environment!: ScenarioEnvironment;
  /** WHEN somebody uses it. */
  users!: Users;
  /** THEN this is seen. */
  probes!: Probes;
}

setWorldConstructor(SpecificationWorld);
