import { Given, Then, When } from '@cucumber/cucumber';
import type { ServerKind } from '../support/environments/environment';
import type { SpecificationWorld } from '../support/world';

Given('the service runs as {int} instances', function (this: SpecificationWorld, count: number) {
  return this.environment.life.runAs(count);
});

Given(
  'an instance that is silent for {duration} is replaced',
  function (this: SpecificationWorld, afterMs: number) {
    this.environment.rules.set({ silentInstanceReplacedAfterMs: afterMs });
  },
);

Given('half of what waits is in place', function (this: SpecificationWorld) {
  return this.environment.midst.halfInPlace();
});

Given('{int} orders of Ada are half done', function (this: SpecificationWorld, count: number) {
  return this.users.writers.areHalfDone('orders', count);
});

Given('a message of Ada is half done', function (this: SpecificationWorld) {
  return this.users.writers.areHalfDone('messages', 1);
});

Given('whoever was writing has heard what became of it', function (this: SpecificationWorld) {
  return this.users.writers.underWayEnded();
});

Given('somebody is connected to the service and says nothing', function (this: SpecificationWorld) {
  return this.users.connectAndSayNothing();
});

Given('the service has been asked to stop', function (this: SpecificationWorld) {
  return this.environment.life.askToStop();
});

Given('the service has been stopped', function (this: SpecificationWorld) {
  return this.environment.life.stopPolitely();
});

Given(
  'the service is killed after {int} of {int} writes of all users',
  function (this: SpecificationWorld, after: number, total: number) {
    return this.users.writers.writeWhile(total, after, () => this.environment.life.kill());
  },
);

Given('the service is killed', function (this: SpecificationWorld) {
  return this.environment.life.kill();
});

When('the service is stopped', function (this: SpecificationWorld) {
  return this.environment.life.stopPolitely();
});

When('the service is started again', function (this: SpecificationWorld) {
  return this.environment.life.startAgain();
});

Given(
  '{dependency} has recovered after the service was killed and started again',
  function (this: SpecificationWorld, kind: ServerKind) {
    return this.environment.broughtAbout.dependencyBackAfterDeath(kind);
  },
);

When('the service is killed and started again', function (this: SpecificationWorld) {
  return this.environment.life.killAndStartAgain();
});

When('the instance that puts it in place is killed', function (this: SpecificationWorld) {
  return this.environment.midst.killReplayer();
});

When('the instance that puts it in place is frozen', function (this: SpecificationWorld) {
  return this.environment.midst.freezeReplayer();
});

Given(
  'the instance that puts it in place is frozen until another has finished',
  function (this: SpecificationWorld) {
    return this.environment.midst.freezeReplayerUntilRestIsInPlace();
  },
);

Given(
  '{dependency} is {fault} while an order gets in place',
  function (this: SpecificationWorld, kind: ServerKind, fault: string) {
    return this.environment.midst.breakWhileItGetsInPlace(kind, fault);
  },
);

Given(
  'the service has noticed that {dependency} is out',
  function (this: SpecificationWorld, kind: ServerKind) {
    return this.environment.broughtAbout.outageNoticed(kind);
  },
);

When('everything has recovered', function (this: SpecificationWorld) {
  return this.environment.broughtAbout.everythingBack();
});

When('the frozen instance is thawed', function (this: SpecificationWorld) {
  return this.environment.life.thaw();
});

Then(
  'the service has ended by itself within {duration}',
  function (this: SpecificationWorld, limitMs: number) {
    return this.probes.life.endedByItselfWithin(limitMs);
  },
);

Then('every write is done, those under way included', function (this: SpecificationWorld) {
  return this.probes.life.everyWriteIsDone();
});

Then('the writer knows that it was not done', function (this: SpecificationWorld) {
  this.probes.life.lastIsRefused();
});

Then('the writer is told that nobody knows whether it was done', function (this: SpecificationWorld) {
  this.probes.life.lastIsUnknown();
});

Then('the writer is told that it is done', function (this: SpecificationWorld) {
  this.probes.life.lastIsDone();
});

Then('the last write is in the database all the same', function (this: SpecificationWorld) {
  return this.probes.life.lastIsInTheDatabase();
});

Then('at least {int} users heard nothing', function (this: SpecificationWorld, least: number) {
  this.probes.life.someHeardNothing(least);
});

When('the service is stopped and started again', function (this: SpecificationWorld) {
  return this.environment.life.stopAndStartAgain();
});

When('the service is frozen for {duration}', function (this: SpecificationWorld, forMs: number) {
  return this.environment.life.freezeFor(forMs);
});
