import { Then, When } from '@cucumber/cucumber';
import type { SpecificationWorld } from '../support/world';

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
