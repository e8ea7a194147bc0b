import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import type { LimitForm } from '../support/providers/limit-form';
import type { SpecificationWorld } from '../support/world';

Given(
  'a provider that does not say for how long is left alone for {duration}',
  function (this: SpecificationWorld, ms: number) {
    this.environment.rules.set({ leftAloneByDefaultMs: ms });
  },
);

Given(
  'no provider is left alone for longer than {duration}',
  function (this: SpecificationWorld, ms: number) {
    this.environment.rules.set({ leftAloneAtMostMs: ms });
  },
);

Given(
  '{provider} asks each time to be left alone for {duration}',
  function (this: SpecificationWorld, role: string, ms: number) {
    return this.environment.limits.asksEachTime(role, ms);
  },
);

Given(
  '{provider} says with its first answer that its {int} requests a minute are used up',
  function (this: SpecificationWorld, role: string, allowance: number) {
    return this.environment.limits.announcesLarge(role, allowance, 60_000);
  },
);

Given(
  'after a limit a provider is asked by these rules',
  function (this: SpecificationWorld, table: DataTable) {
    this.environment.rules.resume(table.rowsHash());
  },
);

Given(
  '{provider} asks once to be left alone for {duration}, told {how}',
  function (this: SpecificationWorld, role: string, ms: number, form: LimitForm) {
    return this.environment.limits.asksOnce(role, ms, form);
  },
);

Given(
  '{provider} asks once to be left alone, saying {string}',
  function (this: SpecificationWorld, role: string, value: string) {
    return this.environment.limits.says(role, value, true);
  },
);

Given(
  '{provider} asks to be left alone, saying {string}',
  function (this: SpecificationWorld, role: string, value: string) {
    return this.environment.limits.says(role, value, false);
  },
);

Given(
  '{provider} says with its first answer that it takes no more for {duration}',
  function (this: SpecificationWorld, role: string, ms: number) {
    return this.environment.limits.announces(role, ms);
  },
);

Given(
  '{provider} has asked to be left alone for {duration}',
  function (this: SpecificationWorld, role: string, ms: number) {
    return this.environment.limits.hasAsked(role, ms);
  },
);

Given('the limit of {provider} is over', function (this: SpecificationWorld, role: string) {
  return this.environment.limits.over(role);
});

Given(
  '{provider} takes {int} questions a second',
  function (this: SpecificationWorld, role: string, perSecond: number) {
    return this.environment.limits.takes(role, perSecond);
  },
);

Given(
  '{provider} takes {int} questions a second, counting those that it refuses',
  function (this: SpecificationWorld, role: string, perSecond: number) {
    return this.environment.limits.takes(role, perSecond, true);
  },
);

When(
  '{provider} asks to be left alone for {duration}',
  function (this: SpecificationWorld, role: string, ms: number) {
    return this.environment.limits.hasAsked(role, ms);
  },
);

When('the limit of {provider} ends', function (this: SpecificationWorld, role: string) {
  return this.environment.limits.ends(role);
});

When(
  '{provider} takes {int} questions a second, after 1 second {int}, and after 2 seconds any number',
  function (this: SpecificationWorld, role: string, perSecond: number, thenPerSecond: number) {
    return this.environment.limits.liftsInSteps(role, perSecond, thenPerSecond);
  },
);

Then(
  '{provider} was left alone for as long as it had asked',
  function (this: SpecificationWorld, role: string) {
    return this.probes.limits.wasLeftAlone(role);
  },
);

Then(
  '{provider} was left alone for {duration}',
  function (this: SpecificationWorld, role: string, ms: number) {
    return this.probes.limits.wasLeftAlone(role, ms);
  },
);

Then('{provider} was left alone since it asked', function (this: SpecificationWorld, role: string) {
  return this.probes.limits.wasLeftAloneSinceItAsked(role);
});

Then(
  'in no {duration} has {provider} received more than {int} of them',
  function (this: SpecificationWorld, widthMs: number, role: string, most: number) {
    return this.probes.limits.busiest(role, widthMs, most);
  },
);

Then(
  '{provider} has received at least {int} of them in the second half of the time',
  function (this: SpecificationWorld, role: string, least: number) {
    return this.probes.limits.cameEverFaster(role, least);
  },
);

Then(
  '{provider} has refused at most {int} requests',
  function (this: SpecificationWorld, role: string, most: number) {
    return this.probes.limits.refusedAtMost(role, most);
  },
);

Then(
  'the last answer came before the limit of {provider} was over',
  function (this: SpecificationWorld, role: string) {
    return this.probes.limits.lastCameBeforeItsEnd(role);
  },
);

Then(
  'the notice {string} is shown within {duration}',
  function (this: SpecificationWorld, code: string, limitMs: number) {
    return this.probes.limits.noticeIsShown(code, limitMs);
  },
);

Then('no notice is shown within {duration}', function (this: SpecificationWorld, limitMs: number) {
  return this.probes.limits.noNoticeIsShown(limitMs);
});
