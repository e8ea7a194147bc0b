import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import type { PersonaName } from '../support/users/personas';
import type { SpecificationWorld } from '../support/world';

Given(
  'copies of conversations are used by these rules',
  function (this: SpecificationWorld, table: DataTable) {
    this.environment.rules.useCopies(table.rowsHash());
  },
);

Given('{user} has a conversation', function (this: SpecificationWorld, user: PersonaName) {
  return this.environment.conversations.begin(user);
});

Given('{user} has read the conversation', function (this: SpecificationWorld, user: PersonaName) {
  return this.environment.conversations.haveRead(user);
});

Given('{user} has added a message', function (this: SpecificationWorld, user: PersonaName) {
  return this.environment.conversations.add(user);
});

Given(
  '{int} more conversations, of which {int} have been read at once',
  function (this: SpecificationWorld, count: number, read: number) {
    return this.environment.conversations.beginMore(count, read);
  },
);

Given(
  '{int} conversations of all users, of which {int} have never been read',
  function (this: SpecificationWorld, count: number, unread: number) {
    return this.environment.conversations.fillShelf(count, unread);
  },
);

When(
  'the owners read {int} times, some conversations far more often than others',
  function (this: SpecificationWorld, times: number) {
    return this.users.readers.readAsTheyLike(times);
  },
);

Then(
  'more than {int} percent of the readings were served from copies, with 95 percent confidence',
  function (this: SpecificationWorld, percent: number) {
    this.probes.readings.moreThanWereServed(percent);
  },
);

Then(
  'what had never been read could not be checked, everything else was shown',
  function (this: SpecificationWorld) {
    this.probes.readings.unreadAreNotCheckable();
  },
);

Then('the metrics count the same copies as the readers', function (this: SpecificationWorld) {
  return this.probes.readings.metricsCountTheSame();
});

Given('the copy is no longer fresh', function (this: SpecificationWorld) {
  return this.environment.conversations.copyIsNoLongerFresh();
});

Given('the copy is kept no longer', function (this: SpecificationWorld) {
  return this.environment.conversations.copyIsKeptNoLonger();
});

When('the other {int} are read at once', function (this: SpecificationWorld, _count: number) {
  return this.users.readers.readTheUnread();
});

When(
  'the conversation is read {int} times, each time after the copy is no longer fresh',
  function (this: SpecificationWorld, times: number) {
    return this.users.readers.readWithoutFreshCopies(times);
  },
);

When(
  '{user} reads the conversation of {user}',
  function (this: SpecificationWorld, reader: PersonaName, owner: PersonaName) {
    return this.users.readers.readConversationOf(reader, owner);
  },
);

When('the conversation is read once', function (this: SpecificationWorld) {
  return this.users.readers.readTheConversation(1);
});

When('the conversation is read {int} times', function (this: SpecificationWorld, times: number) {
  return this.users.readers.readTheConversation(times);
});

When('{int} users read the conversation at once', function (this: SpecificationWorld, readers: number) {
  return this.users.readers.readTheConversationAtOnce(readers);
});

When('{int} conversations that do not exist are read', function (this: SpecificationWorld, count: number) {
  return this.users.readers.readConversationsThatDoNotExist(count);
});

Then('every reader is told {string}', function (this: SpecificationWorld, code: string) {
  this.probes.readings.allTold(code);
});

Then('the last reader has the conversation', function (this: SpecificationWorld) {
  this.probes.readings.lastHasTheConversation();
});

Then('the last reader sees the message that was added', function (this: SpecificationWorld) {
  this.probes.readings.lastHasTheConversation();
});

Then('the last reader is told that this is a copy, and how old', function (this: SpecificationWorld) {
  this.probes.readings.lastIsToldOfACopyAndItsAge();
});

Then('every reader has the conversation', function (this: SpecificationWorld) {
  this.probes.readings.allHaveTheConversation();
});

Then('every reader has the conversation from the database', function (this: SpecificationWorld) {
  this.probes.readings.allHaveItFromTheDatabase();
});

Then('every reader has the conversation from a fresh copy', function (this: SpecificationWorld) {
  this.probes.readings.allHaveItFromAFreshCopy();
});

Then('no reader has seen a message', function (this: SpecificationWorld) {
  this.probes.readings.noneHasSeenAMessage();
});

Then(
  'the database has received at most {int} connection(s) meanwhile',
  function (this: SpecificationWorld, most: number) {
    return this.probes.readings.databaseReceivedAtMost(most);
  },
);

Then('the database has received no connection since the breaker opened', function (this: SpecificationWorld) {
  return this.probes.breakers.databaseReceivedConnectionsSinceItOpened(0);
});

Then(
  'the database has received {int} connections since the breaker opened',
  function (this: SpecificationWorld, count: number) {
    return this.probes.breakers.databaseReceivedConnectionsSinceItOpened(count);
  },
);
