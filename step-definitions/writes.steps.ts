import { Given, Then, When } from '@cucumber/cucumber';
import type { PersonaName } from '../support/users/personas';
import type { SpecificationWorld } from '../support/world';

Given(
  'at most {int} accepted writes wait for the database',
  function (this: SpecificationWorld, most: number) {
    this.environment.rules.set({ writesThatWait: most });
  },
);

Given(
  'Ada has added {int} messages and placed {int} orders',
  function (this: SpecificationWorld, messages: number, orders: number) {
    return this.users.writers.haveWritten(messages, orders);
  },
);

When(
  'Ada adds {int} messages and places {int} orders',
  function (this: SpecificationWorld, messages: number, orders: number) {
    return this.users.writers.write(messages, orders);
  },
);

When('Ada adds a message', function (this: SpecificationWorld) {
  return this.users.writers.addMessages(1);
});

When('Ada places an order', function (this: SpecificationWorld) {
  return this.users.writers.placeOrders(1);
});

When('Ada places an order without a key', function (this: SpecificationWorld) {
  return this.users.writers.orderWithoutAKey();
});

When('Ada sends the last write once more under its key', function (this: SpecificationWorld) {
  return this.users.writers.repeatLast();
});

When('Ada sends something else under the key of the last write', function (this: SpecificationWorld) {
  return this.users.writers.reuseLastKey();
});

Given('Ada has sent the last write once more under its key', function (this: SpecificationWorld) {
  return this.users.writers.repeatLast();
});

Given(
  'Ada has tried to add {int} messages and to place {int} orders',
  function (this: SpecificationWorld, messages: number, orders: number) {
    return this.users.writers.write(messages, orders);
  },
);

Given('Ada has sent something else under the key of the last write', function (this: SpecificationWorld) {
  return this.users.writers.reuseLastKey();
});

When('Ada sends {string}', function (this: SpecificationWorld, what: string) {
  return this.users.writers.sendBad(what);
});

When(
  'Ada adds a message to the conversation of {user}',
  function (this: SpecificationWorld, owner: PersonaName) {
    return this.users.writers.addToAnothers(owner);
  },
);

When('Ada adds a message to a conversation that does not exist', function (this: SpecificationWorld) {
  return this.users.writers.addToAnothers(undefined);
});

Given('Ada has added a message to a conversation that does not exist', function (this: SpecificationWorld) {
  return this.users.writers.addToAnothers(undefined);
});

Given(
  'Ada has added a message to the conversation of {user}',
  function (this: SpecificationWorld, owner: PersonaName) {
    return this.users.writers.addToAnothers(owner);
  },
);

Then(
  'within {duration} no accepted write waits any more',
  function (this: SpecificationWorld, limitMs: number) {
    return this.probes.writes.nothingWaitsWithin(limitMs);
  },
);

Then(
  'every accepted write is in the database once, whole and in order, and nothing else',
  function (this: SpecificationWorld) {
    return this.probes.writes.allAccountedFor();
  },
);

Then('none of at least {int} writes was accepted', function (this: SpecificationWorld, least: number) {
  this.probes.writes.nothingWasAcknowledged(least);
});

Then('the writer is told {string}', function (this: SpecificationWorld, code: string) {
  this.probes.writes.lastIsTold(code);
});

Then('the writer is told that it is accepted and pending', function (this: SpecificationWorld) {
  this.probes.writes.lastIsPending();
});

Then(
  'the writer finds the last write {string} within {duration}',
  function (this: SpecificationWorld, status: string, limitMs: number) {
    return this.probes.writes.lastHasStatus(status, limitMs);
  },
);
