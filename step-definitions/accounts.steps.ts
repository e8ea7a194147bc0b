import { Given, Then, When } from '@cucumber/cucumber';
import type { PersonaName } from '../support/users/personas';
import type { SpecificationWorld } from '../support/world';

Given(
  'the list of users is looked at every {duration}',
  function (this: SpecificationWorld, everyMs: number) {
    this.environment.rules.set({ accountsLookedAtEveryMs: everyMs });
  },
);

Given('each of the ten users has a conversation', function (this: SpecificationWorld) {
  return this.environment.accounts.everybodyHasAConversation();
});

Given('each of the ten users has tried everything', function (this: SpecificationWorld) {
  return this.users.trials.everybodyTriesEverything();
});

When('{user} tries everything', function (this: SpecificationWorld, user: PersonaName) {
  return this.users.trials.tryEverything(user);
});

When('each of the ten users tries everything', function (this: SpecificationWorld) {
  return this.users.trials.everybodyTriesEverything();
});

When(
  'the account of {user} is closed while all users read for {duration}',
  function (this: SpecificationWorld, user: PersonaName, forMs: number) {
    return this.users.trials.readWhile(forMs, () => this.environment.accounts.close(user));
  },
);

When(
  'the sign-in of {user} ends within {duration} while all users read for {duration}',
  function (this: SpecificationWorld, user: PersonaName, endsInMs: number, forMs: number) {
    return this.users.trials.readWhile(forMs, () => this.environment.accounts.endsIn(user, endsInMs));
  },
);

When(
  'the list of users is damaged while all users read for {duration}',
  function (this: SpecificationWorld, forMs: number) {
    return this.users.trials.readWhile(forMs, () => this.environment.accounts.damage());
  },
);

Then(
  '{user} was let {string}, and nothing else',
  function (this: SpecificationWorld, user: PersonaName, what: string) {
    this.probes.accounts.wasLetDo(user, what);
  },
);

Then(
  'what an account does not include is refused for that reason, and nothing else is',
  function (this: SpecificationWorld) {
    this.probes.accounts.permissionsHeld();
  },
);

Then(
  'what was not refused was done within {duration}, and nothing else was',
  function (this: SpecificationWorld, limitMs: number) {
    return this.probes.accounts.onlyThatWasDoneWithin(limitMs);
  },
);

Then(
  '{user} was let in until the end, and told {string} from {duration} after it on',
  function (this: SpecificationWorld, user: PersonaName, code: string, graceMs: number) {
    this.probes.accounts.wasLetInUntilTheEnd(user, code, graceMs);
  },
);

Then('everybody but {user} is let in', function (this: SpecificationWorld, user: PersonaName) {
  this.probes.accounts.everybodyIsLetIn(user);
});

Then('everybody is let in', function (this: SpecificationWorld) {
  this.probes.accounts.everybodyIsLetIn();
});

Then('the log alerts staff to the list of users once', function (this: SpecificationWorld) {
  return this.probes.log.alertedOnceTo('users.unreadable');
});
