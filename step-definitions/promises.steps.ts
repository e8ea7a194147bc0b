import { Then, When } from '@cucumber/cucumber';
import type { ServerKind } from '../support/environments/environment';
import type { SpecificationWorld } from '../support/world';

When(
  'Ada goes on reading and writing while {dependency} is {fault} and comes back',
  function (this: SpecificationWorld, kind: ServerKind, fault: string) {
    return this.users.restless.goOnWhile(kind, fault);
  },
);

When(
  'Ada adds a message and reads the conversation, {int} times',
  function (this: SpecificationWorld, times: number) {
    return this.users.readers.readAfterEach(times, () => this.users.writers.addMessages(1));
  },
);

Then(
  'no reading misses what was acknowledged before, unless it says so',
  function (this: SpecificationWorld) {
    this.probes.promises.nothingAcknowledgedIsMissing();
  },
);

Then('no reading shows less than one before it', function (this: SpecificationWorld) {
  this.probes.promises.nothingGoesBack();
});
