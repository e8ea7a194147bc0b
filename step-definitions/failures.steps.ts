import { Then, When } from '@cucumber/cucumber';
import type { ServerKind } from '../support/environments/environment';
import type { Deed, PersonaName } from '../support/users/personas';
import type { SpecificationWorld } from '../support/world';

When(
  '{user} asks {int} questions, one after another',
  function (this: SpecificationWorld, user: PersonaName, times: number) {
    return this.users.trials.ask(user, times);
  },
);

When('{user} reads their own conversation', function (this: SpecificationWorld, user: PersonaName) {
  return this.users.trials.once(user, 'read');
});

Then(
  'the log tells of each refusal once, as its user was told, with its context',
  function (this: SpecificationWorld) {
    return this.probes.log.eachRefusalOnce();
  },
);

Then(
  'the log tells of each failed attempt at {provider} once, with its context',
  function (this: SpecificationWorld, role: string) {
    return this.probes.log.eachFailedAttemptOnce(role);
  },
);

Then(
  'the log tells that {int} call(s) to {dependency} failed, although the user was served',
  function (this: SpecificationWorld, times: number, kind: ServerKind) {
    return this.probes.log.lastMetFailures(kind, times);
  },
);

Then('neither what people wrote nor what opens doors stands in the log', function (this: SpecificationWorld) {
  return this.probes.log.isDiscreet();
});

When('{user} tries to {operation}', function (this: SpecificationWorld, user: PersonaName, operation: Deed) {
  return this.users.trials.once(user, operation);
});

Then(
  '{user} is told {string}, which is {class}',
  function (this: SpecificationWorld, user: PersonaName, code: string, errorClass: string) {
    this.probes.refusals.isOf(user, code, errorClass);
  },
);

Then('{user} is told {next}', function (this: SpecificationWorld, user: PersonaName, what: string) {
  return this.probes.refusals.tells(user, what);
});
