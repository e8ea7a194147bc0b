import { Given, Then, When } from '@cucumber/cucumber';
import type { PersonaName } from '../support/users/personas';
import type { SpecificationWorld } from '../support/world';

interface Kind {
  streamed: boolean;
}

Given(
  '{int} question(s) is/are waiting at {provider}',
  function (this: SpecificationWorld, count: number, role: string) {
    return this.users.waitAt(role, count);
  },
);

Given(
  '{int} users are reading answers that {provider} has not finished',
  function (this: SpecificationWorld, count: number, role: string) {
    return this.users.readUnfinished(role, count);
  },
);

Given(
  'a user is reading an answer that {provider} has not finished',
  function (this: SpecificationWorld, role: string) {
    return this.users.readUnfinished(role, 1);
  },
);

Given('{int} users have asked a question and given up', function (this: SpecificationWorld, count: number) {
  return this.users.askAndGiveUp('primary', count);
});

Given('{int} users have begun to read a streamed answer', function (this: SpecificationWorld, count: number) {
  return this.users.haveBeenReading('primary', count, 0);
});

Given(
  '{int} users have been reading a streamed answer for more than {duration}',
  function (this: SpecificationWorld, count: number, ms: number) {
    return this.users.haveBeenReading('primary', count, ms);
  },
);

Given("{user}'s streamed question has broken off", function (this: SpecificationWorld, user: PersonaName) {
  return this.users.haveBrokenOff({ user, streamed: true });
});

When('a user asks a question', function (this: SpecificationWorld) {
  return this.users.ask();
});

When('a user asks a streamed question', function (this: SpecificationWorld) {
  return this.users.ask({ streamed: true });
});

When('a user asks a plain question', function (this: SpecificationWorld) {
  return this.users.ask({ streamed: false });
});

When(
  'a user asks a {kind} question with the official client',
  function (this: SpecificationWorld, kind: Kind) {
    return this.users.askWithOfficialClient(kind);
  },
);

When(
  '{int} users ask a {kind} question at once with the official client',
  function (this: SpecificationWorld, count: number, kind: Kind) {
    return this.users.askWithOfficialClient({ ...kind, count });
  },
);

When('a user asks a question, is refused, and asks again when told to', function (this: SpecificationWorld) {
  return this.users.askAndComeBack();
});

When('a user asks the model {string} a question', function (this: SpecificationWorld, model: string) {
  return this.users.ask({ model });
});

When(
  'a user asks a question and waits at most {duration}',
  function (this: SpecificationWorld, willingMs: number) {
    return this.users.ask({ willingMs });
  },
);

When('a user asks a {kind} question and gives up', function (this: SpecificationWorld, kind: Kind) {
  return this.users.askAndGiveUp('primary', 1, kind);
});

When('a stranger asks a question', function (this: SpecificationWorld) {
  return this.users.ask({ user: 'stranger' });
});

When('{user} asks the same question again', function (this: SpecificationWorld, user: PersonaName) {
  return this.users.askAgain({ user, streamed: true });
});

When('{user} asks another question', function (this: SpecificationWorld, user: PersonaName) {
  return this.users.ask({ user, streamed: true });
});

When('{int} questions are asked one after another', function (this: SpecificationWorld, count: number) {
  return this.users.askOneAfterAnother(count);
});

When(
  'questions are asked one after another for at most {duration}, until {provider} gets one',
  function (this: SpecificationWorld, limitMs: number, role: string) {
    return this.users.askUntilOneReaches(role, limitMs);
  },
);

When('{int} users ask a question at once', function (this: SpecificationWorld, count: number) {
  return this.users.askAtOnce(count);
});

When('{int} users ask a question and give up', function (this: SpecificationWorld, count: number) {
  return this.users.askAndGiveUp('primary', count);
});

When('{int} questions reach {provider}', function (this: SpecificationWorld, count: number, role: string) {
  return this.users.askUntilTheyReach(role, count);
});

When(
  '{int} questions are asked while {provider} fails and returns',
  function (this: SpecificationWorld, count: number, role: string) {
    return this.users.askThroughAnOutage(role, count);
  },
);

When('each of them is asked a {kind} question', function (this: SpecificationWorld, kind: Kind) {
  return this.users.askEachOfTheFleet(kind);
});

When('the waiting questions fail', function (this: SpecificationWorld) {
  return this.users.waitingEndAs('is failing');
});

When('the waiting questions meet a rate limit', function (this: SpecificationWorld) {
  return this.users.waitingEndAs('is rate limiting');
});

When('the waiting questions are answered', function (this: SpecificationWorld) {
  return this.users.waitingEndAs('is healthy');
});

When('the answer under way breaks off', function (this: SpecificationWorld) {
  return this.users.unfinishedBreaksOff('primary');
});

When('the answer under way is finished', function (this: SpecificationWorld) {
  return this.users.unfinishedIsFinished();
});

When('the state of the service is read', function (this: SpecificationWorld) {
  return this.users.readTheState(1);
});

When('the state of the service is read {int} times', function (this: SpecificationWorld, times: number) {
  return this.users.readTheState(times);
});

Then('the user has the complete answer of {provider}', function (this: SpecificationWorld, role: string) {
  return this.probes.answers.lastIsCompleteFrom(role);
});

Then(
  'the last answer is the complete answer of {provider}',
  function (this: SpecificationWorld, role: string) {
    return this.probes.answers.lastIsCompleteFrom(role);
  },
);

Then('every user has the complete answer of {provider}', function (this: SpecificationWorld, role: string) {
  return this.probes.answers.allAreCompleteFrom(role);
});

Then(
  '{int} users have the complete answer of {provider}',
  function (this: SpecificationWorld, count: number, role: string) {
    return this.probes.answers.completeFrom(count, role);
  },
);

Then('every user has a complete answer', function (this: SpecificationWorld) {
  return this.probes.answers.allAreComplete();
});

Then('nobody is answered twice', function (this: SpecificationWorld) {
  return this.probes.answers.nobodyIsAnsweredTwice();
});

Then('the answer says that the model {string} gave it', function (this: SpecificationWorld, model: string) {
  return this.probes.answers.lastSaysModel(model);
});

Then('the answer came within {duration}', function (this: SpecificationWorld, limitMs: number) {
  return this.probes.answers.lastCameWithin(limitMs);
});

Then(
  'the user is told that {telling} and when to try again',
  function (this: SpecificationWorld, telling: string) {
    return this.probes.answers.lastIsToldAndWhen(telling);
  },
);

Then(
  '{int} users are told that {telling} and when to try again',
  function (this: SpecificationWorld, count: number, telling: string) {
    return this.probes.answers.toldAndWhen(count, telling);
  },
);

Then('every answer came within {duration}', function (this: SpecificationWorld, limitMs: number) {
  return this.probes.answers.allCameWithin(limitMs);
});

Then(
  'the user is told to come back in {int} to {int} seconds',
  function (this: SpecificationWorld, least: number, most: number) {
    return this.probes.answers.lastIsToldToComeBackIn(least, most);
  },
);

Then('the user is told that conversations still work', function (this: SpecificationWorld) {
  return this.probes.answers.lastIsToldThatConversationsWork();
});

Then('the user is told {string}', function (this: SpecificationWorld, code: string) {
  return this.probes.answers.lastIsToldCode(code);
});

Then('the user is told nothing about providers', function (this: SpecificationWorld) {
  return this.probes.answers.nothingAboutProviders();
});

Then('the user is told that the answer broke off', function (this: SpecificationWorld) {
  return this.probes.answers.lastBrokeOff();
});

Then('{int} users are told that the answer broke off', function (this: SpecificationWorld, count: number) {
  return this.probes.answers.brokenOff(count);
});

Then(
  "what the user has read is only the beginning of {provider}'s answer",
  function (this: SpecificationWorld, role: string) {
    return this.probes.answers.lastIsOnlyTheBeginningFrom(role);
  },
);

Then('{int} users are refused at once', function (this: SpecificationWorld, count: number) {
  return this.probes.answers.refusedAtOnce(count);
});
