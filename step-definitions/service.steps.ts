import { Then } from '@cucumber/cucumber';
import type { SpecificationWorld } from '../support/world';

Then(
  'the service level is {string} within {duration}',
  function (this: SpecificationWorld, level: string, limitMs: number) {
    return this.probes.breakers.levelIsWithin(level, limitMs);
  },
);

Then(
  'the log classifies the failure of {provider} as {string}',
  function (this: SpecificationWorld, role: string, errorClass: string) {
    return this.probes.log.classifies(role, errorClass);
  },
);

Then('the log alerts staff to {provider} once', function (this: SpecificationWorld, role: string) {
  return this.probes.log.alertsTo(role, 1);
});

Then(
  'every first token of the secondary provider comes within {duration}',
  function (this: SpecificationWorld, limitMs: number) {
    this.probes.fleet.firstTokensCameWithin(limitMs);
  },
);

Then(
  'every outage ends with the complete answer of the secondary provider',
  function (this: SpecificationWorld) {
    this.probes.fleet.everyAnswerIsCompleteFromTheSecondary();
  },
);
