import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import type { SpecificationWorld } from '../support/world';

Given('failed requests are repeated by these rules', function (this: SpecificationWorld, table: DataTable) {
  this.environment.rules.repeatAttempts(table.rowsHash());
});

Given('breakers never open', function (this: SpecificationWorld) {
  this.environment.rules.set({ breakersOpen: 'never' });
});

When(
  '{int} users ask a question within {duration}',
  function (this: SpecificationWorld, count: number, withinMs: number) {
    return this.users.traffic.askWithin(count, withinMs);
  },
);

When(
  '{int} questions a second are asked, and for a while {provider} {behaviour}',
  function (this: SpecificationWorld, perSecond: number, role: string, phrase: string) {
    return this.users.traffic.throughTrouble(perSecond, role, phrase);
  },
);

Given(
  '{int} services share {provider}, which asks each once to be left alone for {duration}',
  function (this: SpecificationWorld, count: number, role: string, forMs: number) {
    return this.environment.prepareCrowd(count, role, forMs);
  },
);

When('each of the services is asked a question at the same moment', function (this: SpecificationWorld) {
  return this.users.askEachOfTheCrowd();
});

Then(
  'nobody comes back to {provider} within {duration} of being refused',
  function (this: SpecificationWorld, role: string, forMs: number) {
    return this.probes.crowd.nobodyCameBackWithin(role, forMs);
  },
);

Then('the services come back spread over {duration}', function (this: SpecificationWorld, spreadMs: number) {
  return this.probes.crowd.cameBackSpreadOver('primary', spreadMs);
});

Then('the waits double from 1 second up to 4 seconds', function (this: SpecificationWorld) {
  return this.probes.backoff.passes('growth');
});

Then('the waits lie evenly between nothing and the longest', function (this: SpecificationWorld) {
  return this.probes.backoff.passes('shape');
});

Then('at no moment do many come back together', function (this: SpecificationWorld) {
  return this.probes.backoff.passes('spread', 'pile-up');
});

Then('nobody comes back before the time that the provider asked for', function (this: SpecificationWorld) {
  return this.probes.backoff.passes('floor');
});

Then(
  'what is waited beyond it grows and lies evenly between nothing and the longest',
  function (this: SpecificationWorld) {
    return this.probes.backoff.passes('growth', 'shape');
  },
);

Then('every question was answered or refused', function (this: SpecificationWorld) {
  this.probes.traffic.nothingWasLost();
});

Then(
  'as many questions as before are answered by {provider} within {duration}, and it stays so',
  function (this: SpecificationWorld, role: string, withinMs: number) {
    return this.probes.traffic.isAsBeforeWithin(role, withinMs);
  },
);

Then(
  'the metrics count as many attempts repeated after {string} as {provider} received',
  function (this: SpecificationWorld, after: string, role: string) {
    return this.probes.providers.metricsCountRepeatedAttempts(role, after);
  },
);
