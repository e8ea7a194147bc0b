import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import type { DependencyState, SituationStep } from '../support/environments/situations';
import { customers } from '../support/users/personas';
import type { SpecificationWorld } from '../support/world';

Given(
  'the service level has become {string} with',
  function (this: SpecificationWorld, level: string, situation: DataTable) {
    return this.environment.situations.become(level, situation.rowsHash());
  },
);

When(
  'dependencies fail one after another, and recover in reverse',
  function (this: SpecificationWorld, steps: DataTable) {
    return this.environment.situations.growAndHeal(steps.hashes() as unknown as SituationStep[]);
  },
);

Then(
  'at level {string} this became of it',
  function (this: SpecificationWorld, level: string, expected: DataTable) {
    this.probes.situations.becameOfIt(level, expected.rowsHash());
  },
);

Then('the notices are {string}', function (this: SpecificationWorld, listed: string) {
  return this.probes.situations.noticesAre(listed);
});

Then('all that is said is said in plain words', function (this: SpecificationWorld) {
  return this.probes.situations.isSaidPlainly();
});

Then('the service level was {string}', function (this: SpecificationWorld, levels: string) {
  return this.probes.levels.wentThrough(levels.split(', '));
});

Then('a notice said why whenever the level was not full', function (this: SpecificationWorld) {
  this.probes.levels.alwaysSaidWhy();
});

Then('the metrics tell of the same changes, and of one recovery', function (this: SpecificationWorld) {
  return this.probes.levels.areCountedToo();
});

Given('each customer has a conversation', function (this: SpecificationWorld) {
  return this.environment.conversations.beginForEach(customers);
});

When(
  '{int} requests of all kinds come {arrivals}',
  function (this: SpecificationWorld, count: number, arrivals: string) {
    return this.users.trials.mixed(count, arrivals);
  },
);

Then(
  'fewer than {int} percent of the requests have failed',
  function (this: SpecificationWorld, percent: number) {
    this.probes.situations.fewerFailedThan(percent);
  },
);

When(
  'the database goes through these states, one after another',
  function (this: SpecificationWorld, states: DataTable) {
    return this.environment.situations.goThrough('database', states.hashes() as unknown as DependencyState[]);
  },
);

When(
  'the database is refused for {duration} and back for {duration}, {int} times over',
  function (this: SpecificationWorld, outMs: number, backMs: number, times: number) {
    return this.environment.situations.flap('postgresql', outMs, backMs, times);
  },
);
