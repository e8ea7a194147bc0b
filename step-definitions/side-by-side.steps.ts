import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { sharesIn } from '../support/environments/side-by-side/shares-table';
import type { SpecificationWorld } from '../support/world';

Given('a service runs beside one without resilience', function (this: SpecificationWorld) {
  return this.environment.runBesideOneWithout();
});

When(
  '{int} requests of all kinds go to both, while each is out for its share of the time',
  { timeout: 180_000 },
  function (this: SpecificationWorld, count: number, shares: DataTable) {
    return this.users.sideBySide.throughOutages(count, sharesIn(shares.rowsHash()));
  },
);

Then(
  'with resilience more than {float} percent were served, without it at most {float} percent',
  function (this: SpecificationWorld, least: number, most: number) {
    return this.probes.sideBySide.served(least / 100, most / 100);
  },
);

Then(
  'with resilience these targets were met, as its metrics say too',
  function (this: SpecificationWorld, targets: DataTable) {
    return this.probes.sideBySide.targetsHeld(targets.rowsHash());
  },
);
