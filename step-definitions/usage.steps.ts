import { Given, Then, When } from '@cucumber/cucumber';
import type { PersonaName } from '../support/users/personas';
import type { SpecificationWorld } from '../support/world';

Given('usage is stored every {duration}', function (this: SpecificationWorld, everyMs: number) {
  this.environment.rules.setUsage({ storedEveryMs: everyMs });
});

Given('at most {int} records of usage wait', function (this: SpecificationWorld, most: number) {
  this.environment.rules.setUsage({ waitAtMost: most });
});

Given(
  'an analytics store that does not answer for {duration} is given up',
  function (this: SpecificationWorld, ms: number) {
    this.environment.rules.set({ analyticsSilenceMs: ms });
  },
);

Given(
  '{int} questions of {user} stand in the usage report',
  function (this: SpecificationWorld, times: number, user: PersonaName) {
    return this.users.trials.askAndSeeReported(user, times);
  },
);

Given(
  '{user} has asked {int} questions',
  function (this: SpecificationWorld, user: PersonaName, times: number) {
    return this.users.trials.ask(user, times);
  },
);

When(
  '{user} reads their own conversation {int} times',
  function (this: SpecificationWorld, user: PersonaName, times: number) {
    return this.users.trials.readTimes(user, times);
  },
);

Then(
  'the usage report of {user} comes to say {string} within {duration}, and goes on saying so',
  function (this: SpecificationWorld, user: PersonaName, listed: string, limitMs: number) {
    return this.probes.usage.comesToSay(user, listed, limitMs);
  },
);

Then(
  'by the metrics {int} records of {user} were dropped, and all others stored',
  function (this: SpecificationWorld, dropped: number, user: PersonaName) {
    return this.probes.usage.addsUp(user, dropped);
  },
);

Then('half of the answers came within {duration}', function (this: SpecificationWorld, limitMs: number) {
  this.probes.usage.tookLessThan(limitMs);
});
