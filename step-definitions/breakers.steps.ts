import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import type { BreakerStateName } from '../support/probes/service-state';
import type { SpecificationWorld } from '../support/world';

Given('{breaker} has opened', function (this: SpecificationWorld, breaker: string) {
  return this.environment.broughtAbout.open(breaker);
});

Given(
  '{breaker} has become {state}',
  function (this: SpecificationWorld, breaker: string, state: BreakerStateName) {
    return this.environment.broughtAbout.state(breaker, state);
  },
);

Given('{breaker} may be tried again', function (this: SpecificationWorld, breaker: string) {
  return this.environment.broughtAbout.triable(breaker);
});

Given('{breaker} has opened and closed again', function (this: SpecificationWorld, breaker: string) {
  return this.environment.broughtAbout.openedAndClosed(breaker);
});

Given(
  '{breaker} has opened {int} times in a row and closed again',
  function (this: SpecificationWorld, breaker: string, times: number) {
    return this.environment.broughtAbout.openedInARowAndClosed(breaker, times);
  },
);

When(
  '{breaker} becomes {state}',
  function (this: SpecificationWorld, breaker: string, state: BreakerStateName) {
    return this.environment.happening.state(breaker, state);
  },
);

When('{breaker} opens and closes again', function (this: SpecificationWorld, breaker: string) {
  return this.environment.happening.openedAndClosed(breaker);
});

When(
  '{breaker} opens {int} times in a row',
  function (this: SpecificationWorld, breaker: string, times: number) {
    return this.environment.happening.openedInARow(breaker, times);
  },
);

Then('{breaker} is {state}', function (this: SpecificationWorld, breaker: string, state: BreakerStateName) {
  return this.probes.breakers.is(breaker, state);
});

Then(
  '{breaker} is {state} within {duration}',
  function (this: SpecificationWorld, breaker: string, state: BreakerStateName, limitMs: number) {
    return this.probes.breakers.isWithin(breaker, state, limitMs);
  },
);

Then(
  '{breaker} is closed with {int} failures in a row',
  function (this: SpecificationWorld, breaker: string, failures: number) {
    return this.probes.breakers.isClosedWithFailures(breaker, failures);
  },
);

Then(
  '{breaker} says that it opened for {duration}',
  function (this: SpecificationWorld, breaker: string, ms: number) {
    return this.probes.breakers.saysOpenedFor(breaker, ms);
  },
);

Then('{breaker} opened for {durations}', function (this: SpecificationWorld, breaker: string, ms: number[]) {
  return this.probes.breakers.openedFor(breaker, ms);
});

Then(
  '{breaker} last opened for {duration}',
  function (this: SpecificationWorld, breaker: string, ms: number) {
    return this.probes.breakers.lastOpenedFor(breaker, ms);
  },
);

Then(
  'the log tells of these changes of {breaker} and no others',
  function (this: SpecificationWorld, breaker: string, table: DataTable) {
    return this.probes.breakers.logTells(
      breaker,
      table.hashes() as { from: string; to: string; cause: string }[],
    );
  },
);

Then(
  'the log says that {breaker} was open for at least {duration}',
  function (this: SpecificationWorld, breaker: string, leastMs: number) {
    return this.probes.breakers.logSaysItWasOpenFor(breaker, leastMs);
  },
);

Then(
  'the metrics count the same changes of {breaker} as the log',
  function (this: SpecificationWorld, breaker: string) {
    return this.probes.breakers.metricsCountWhatTheLogTells(breaker);
  },
);

Then(
  'the log, the metrics and the state agree that {breaker} is {state}',
  function (this: SpecificationWorld, breaker: string, state: BreakerStateName) {
    return this.probes.breakers.allAgree(breaker, state);
  },
);
