import { Given, Then } from '@cucumber/cucumber';
import type { SpecificationWorld } from '../support/world';

Given('the service has noticed that accepted writes would not be kept', function (this: SpecificationWorld) {
  return this.environment.broughtAbout.keepingDoubtful();
});

Given('users have been told that accepted writes were lost', function (this: SpecificationWorld) {
  return this.environment.broughtAbout.lossNoticed();
});

Then(
  'within {duration} exactly {int} accepted writes are declared lost, and all others are in the database once',
  function (this: SpecificationWorld, limitMs: number, count: number) {
    return this.probes.losses.declaredAreWithin(limitMs, count);
  },
);

Then(
  'within {duration} exactly those are declared lost that are not in the database',
  function (this: SpecificationWorld, limitMs: number) {
    return this.probes.losses.declaredAreThoseMissingWithin(limitMs);
  },
);

Then('the log names each of the lost writes and alerts staff', function (this: SpecificationWorld) {
  return this.probes.losses.logNamesThem();
});

Then('no write is declared lost', function (this: SpecificationWorld) {
  return this.probes.losses.nothingIsDeclared();
});
