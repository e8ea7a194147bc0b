import { Given, Then, When } from '@cucumber/cucumber';
import type { SpecificationWorld } from '../support/world';

Given('Ada has a conversation', function (this: SpecificationWorld) {
  return this.environment.haveConversation();
});

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
  this.probes.answers.readersTold(code);
});

Then('the last reader has the conversation', function (this: SpecificationWorld) {
  this.probes.answers.lastReaderHasTheConversation();
});

Then('the database has received no connection since the breaker opened', function (this: SpecificationWorld) {
  return this.probes.breakers.databaseReceivedConnectionsSinceItOpened(0);
});

Then(
  'the database has received {int} connections since the breaker opened',
  function (this: SpecificationWorld, count: number) {
    return this.probes.breakers.databaseReceivedConnectionsSinceItOpened(count);
  },
);
