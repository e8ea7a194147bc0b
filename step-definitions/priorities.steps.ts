import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import type { Operation } from '../support/users/personas';
import { kindsIn, type Wish } from '../support/users/rush';
import type { SpecificationWorld } from '../support/world';

Given('at most {int} request(s) wait(s) for the database', function (this: SpecificationWorld, most: number) {
  this.environment.rules.admit({ waitAtMost: most });
});

Given(
  'each {ordinal} turn at the database goes to whoever has waited longest',
  function (this: SpecificationWorld, every: number) {
    this.environment.rules.admit({ longestWaitedEvery: every });
  },
);

Given('an order of Ada holds up the database', function (this: SpecificationWorld) {
  return this.users.rush.orderHoldsUp();
});

Given('meanwhile these have come, one after another', function (this: SpecificationWorld, table: DataTable) {
  return this.users.rush.come(table.hashes() as unknown as Wish[]);
});

Given('the first of those who wait has hung up', function (this: SpecificationWorld) {
  return this.users.rush.firstHangsUp();
});

When('the database is held up no longer', function (this: SpecificationWorld) {
  return this.users.rush.goOn();
});

When(
  'a rush of {int} requests comes {arrivals}, of these kinds, and then calm',
  function (this: SpecificationWorld, count: number, arrivals: string, table: DataTable) {
    return this.users.rush.rushAndCalm(count, arrivals, kindsIn(table.rowsHash()));
  },
);

Then('just these are served, in this order', function (this: SpecificationWorld, table: DataTable) {
  this.probes.priorities.servedInOrder(table.raw());
});

Then('just these are turned away', function (this: SpecificationWorld, table: DataTable) {
  this.probes.priorities.turnedAway(table.raw());
});

Then(
  'with 95 percent confidence more than {int} percent of the orders were served',
  function (this: SpecificationWorld, percent: number) {
    this.probes.priorities.ordersServed(percent);
  },
);

Then(
  'a larger share was served of {operation} than of {operation}',
  function (this: SpecificationWorld, first: Operation, second: Operation) {
    this.probes.priorities.servedRatherThan(first, second);
  },
);

Then(
  'half of those who were turned away knew within {duration}',
  function (this: SpecificationWorld, limitMs: number) {
    this.probes.priorities.toldWithin(limitMs);
  },
);

Then('in the calm everybody is served', function (this: SpecificationWorld) {
  this.probes.priorities.calmIsServed();
});

Then('the metrics count those who were turned away', function (this: SpecificationWorld) {
  return this.probes.priorities.metricsAgree();
});
