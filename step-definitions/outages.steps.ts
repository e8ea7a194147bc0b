import { Then, When } from '@cucumber/cucumber';
import type { ServerKind } from '../support/environments/environment';
import type { SpecificationWorld } from '../support/world';

When(
  '{dependency} is {fault} for {duration} while all users read and write',
  function (this: SpecificationWorld, kind: ServerKind, fault: string, forMs: number) {
    return this.users.throughOutage.goOn([kind], fault, forMs);
  },
);

When(
  'database and cache are {fault} for {duration} while all users read and write',
  function (this: SpecificationWorld, fault: string, forMs: number) {
    return this.users.throughOutage.goOn(['postgresql', 'redis'], fault, forMs);
  },
);

Then(
  'all is as before within {duration} of the return',
  function (this: SpecificationWorld, limitMs: number) {
    return this.probes.outage.asBeforeWithin(limitMs);
  },
);

Then(
  'none of at least {int} writes meanwhile was accepted',
  function (this: SpecificationWorld, least: number) {
    return this.probes.writes.noneAcknowledgedMeanwhile(least);
  },
);

Then(
  'whatever was shown was always shown again, to its owner alone, and no less',
  function (this: SpecificationWorld) {
    return this.probes.shownAgainAndNoLess();
  },
);

Then('no user was shown less than before, nor what belongs to another', function (this: SpecificationWorld) {
  return this.probes.writes.nothingWrongWasShown();
});
