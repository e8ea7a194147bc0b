import { Given, When } from '@cucumber/cucumber';
import type { ServerKind } from '../support/environments/environment';
import type { SpecificationWorld } from '../support/world';

Given('{dependency} is {fault}', function (this: SpecificationWorld, kind: ServerKind, fault: string) {
  return this.environment.servers.break(kind, fault);
});

Given('{dependency} has recovered', function (this: SpecificationWorld, kind: ServerKind) {
  return this.environment.servers.mend(kind);
});

When(
  '{dependency} has recovered after the service had noticed',
  function (this: SpecificationWorld, kind: ServerKind) {
    return this.environment.broughtAbout.backAfterNoticed(kind);
  },
);

Given('the service runs with everything well', function (this: SpecificationWorld) {
  return this.environment.broughtAbout.everythingWell();
});

Given(
  'the service has noticed without users that {dependency} is {fault}',
  function (this: SpecificationWorld, kind: ServerKind, fault: string) {
    return this.environment.broughtAbout.dependencyOutAndNoticed(kind, fault);
  },
);

Given(
  '{dependency} has recovered and the service noticed',
  function (this: SpecificationWorld, kind: ServerKind) {
    return this.environment.broughtAbout.dependencyBackAndNoticed(kind);
  },
);
