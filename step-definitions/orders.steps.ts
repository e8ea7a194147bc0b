import { Given, Then, When } from '@cucumber/cucumber';
import type { PersonaName } from '../support/users/personas';
import type { SpecificationWorld } from '../support/world';

Given('{user} has placed an order', function (this: SpecificationWorld, user: PersonaName) {
  return this.users.writers.placeOrders(1, user);
});

When(
  '{user} looks up the order of {user}',
  function (this: SpecificationWorld, reader: PersonaName, owner: PersonaName) {
    return this.users.orderReaders.lookUp(reader, owner);
  },
);

Then('the order is not shown, but {string}', function (this: SpecificationWorld, code: string) {
  this.probes.orders.lastIsTold(code);
});

Then('the whole order is shown', function (this: SpecificationWorld) {
  this.probes.orders.lastSeesTheOrder();
});
