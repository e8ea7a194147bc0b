import { Given, Then, When } from '@cucumber/cucumber';
import type { ServerKind } from '../support/environments/environment';
import type { waysToShow, waysToTell } from '../support/probes/works-probe';
import type { SpecificationWorld } from '../support/world';

Given(
  'the service level has become {string} with the database {health} and the cache {health}',
  function (this: SpecificationWorld, level: string, postgresql: string, redis: string) {
    return this.environment.levels.become(level, { postgresql, redis });
  },
);

Given('no accepted write waits any more', function (this: SpecificationWorld) {
  return this.environment.levels.nothingWaits();
});

Given('the service level has become {string}', function (this: SpecificationWorld, level: string) {
  return this.environment.levels.isReached(level);
});

When(
  '{dependency} has recovered first, and then {dependency}',
  function (this: SpecificationWorld, first: ServerKind, second: ServerKind) {
    return this.environment.levels.recoverInTurn(first, second);
  },
);

When('database and cache have recovered', function (this: SpecificationWorld) {
  return this.environment.levels.recoverTogether();
});

Then('the service level has gone straight to {string}', function (this: SpecificationWorld, level: string) {
  return this.probes.levels.wentStraightTo(level);
});

Then(
  'the service level stays {string} for {duration}',
  function (this: SpecificationWorld, level: string, forMs: number) {
    return this.probes.levels.staysAt(level, forMs);
  },
);

Then('the service level has not been {string}', function (this: SpecificationWorld, level: string) {
  return this.probes.levels.hasNotBeen(level);
});

When('Ada reads the conversation, adds a message and places an order', function (this: SpecificationWorld) {
  return this.users.readAndWriteOnce();
});

Then(
  'the conversation is shown {shown}',
  function (this: SpecificationWorld, how: (typeof waysToShow)[number]) {
    this.probes.works.isShown(how);
  },
);

Then('message and order are {told}', function (this: SpecificationWorld, what: (typeof waysToTell)[number]) {
  this.probes.works.areTold(what);
});

Then('the last reader is told that something accepted may be missing', function (this: SpecificationWorld) {
  this.probes.works.lastSaysItMayMissSomething();
});

Then(
  'what was accepted is all there in full service within {duration}',
  function (this: SpecificationWorld, limitMs: number) {
    return this.probes.allIsWellAndThere(limitMs);
  },
);

Then('no reader is told that anything may be missing', function (this: SpecificationWorld) {
  this.probes.works.noneSaysItMissesSomething();
});

Then(
  'the log alerts staff to {dependency} once, and not again within {duration}',
  function (this: SpecificationWorld, kind: ServerKind, quietMs: number) {
    return this.probes.levels.alertedOnce(kind, quietMs);
  },
);
