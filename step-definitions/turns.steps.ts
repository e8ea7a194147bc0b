import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import type { Plan } from '../support/users/personas';
import type { SpecificationWorld } from '../support/world';

Given('questions wait for their turn by these rules', function (this: SpecificationWorld, table: DataTable) {
  this.environment.rules.holdBack(table.rowsHash());
});

Given(
  '{int} question(s) of {plan} users is/are waiting their turn',
  function (this: SpecificationWorld, count: number, plan: Plan) {
    return this.users.waiting.questions(count, plan);
  },
);

Given(
  '{int} questions of trial and paying users in turn are waiting their turn',
  function (this: SpecificationWorld, count: number) {
    return this.users.waiting.inTurn(count);
  },
);

Given(
  '{int} summaries for paying users are waiting their turn',
  function (this: SpecificationWorld, count: number) {
    return this.users.waiting.summaries(count);
  },
);

Given('the first of these users has given up', function (this: SpecificationWorld) {
  return this.users.waiting.firstGivesUp();
});

When('a {plan} user asks a question', function (this: SpecificationWorld, plan: Plan) {
  return this.users.askAs(plan);
});

When(
  'a {plan} user asks a question and waits at most {duration}',
  function (this: SpecificationWorld, plan: Plan, willingMs: number) {
    return this.users.askAs(plan, { willingMs });
  },
);

When(
  '{int} {plan} users ask a question at once',
  function (this: SpecificationWorld, count: number, plan: Plan) {
    return this.users.askAtOnceAs(plan, count);
  },
);

When(
  'the waiting questions meet a rate limit of {duration}',
  function (this: SpecificationWorld, forMs: number) {
    return this.users.waitingMeetLimit(forMs);
  },
);

Then(
  '{provider} has received, in this order',
  function (this: SpecificationWorld, role: string, table: DataTable) {
    return this.probes.queue.cameInOrder(role, table.raw());
  },
);

Then(
  'within each class they came to {provider} in the order of asking',
  function (this: SpecificationWorld, role: string) {
    return this.probes.queue.cameInOrderOfAsking(role);
  },
);

Then('{provider} has never received what was given up', function (this: SpecificationWorld, role: string) {
  return this.probes.queue.neverReceivedWhatWasGivenUp(role);
});

Then(
  'the last of the {plan} users is told that {telling} and when to try again',
  function (this: SpecificationWorld, plan: Plan, telling: string) {
    return this.probes.queue.lastOfThemIsTold(plan, telling);
  },
);

Then('nobody had to wait for a turn at {provider}', function (this: SpecificationWorld, role: string) {
  return this.probes.queue.nobodyHadToWait(role);
});

Then(
  'the metrics count those who had to wait for {provider}, by what became of them',
  function (this: SpecificationWorld, role: string, table: DataTable) {
    return this.probes.queue.metricsCount(role, table.hashes());
  },
);
