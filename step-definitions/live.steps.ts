import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import type { NetworkMishap } from '../support/environments/live-network';
import type { PersonaName } from '../support/users/personas';
import type { SpecificationWorld } from '../support/world';

Given('a live connection', function (this: SpecificationWorld, table: DataTable) {
  this.environment.rules.keepLive(table.rowsHash());
});

Given('{user} is connected live', function (this: SpecificationWorld, user: PersonaName) {
  return this.users.live.haveConnected(user);
});

Given(
  '{user} is connected live {int} times',
  function (this: SpecificationWorld, user: PersonaName, times: number) {
    return this.users.live.haveConnected(user, times);
  },
);

Given('{int} clients of all users are connected live', function (this: SpecificationWorld, count: number) {
  return this.users.live.crowdHasConnected(count);
});

Given('{user} has gone away', function (this: SpecificationWorld, user: PersonaName) {
  return this.users.live.haveGoneAway(user);
});

Given('Ada has added {int} messages', function (this: SpecificationWorld, count: number) {
  return this.users.writers.haveWritten(count, 0);
});

Given(
  'the service has let go of the one that is not read within {duration}',
  function (this: SpecificationWorld, limitMs: number) {
    return this.users.live.slowReaderIsLetGo(limitMs);
  },
);

Given(
  'one live connection of {user} is no longer read',
  function (this: SpecificationWorld, user: PersonaName) {
    this.users.live.firstStopsReading(user);
  },
);

Given(
  '{user} has one more live connection, which is never read',
  function (this: SpecificationWorld, user: PersonaName) {
    return this.users.live.connectWithoutReading(user);
  },
);

Given(
  'Ada has come back live and was told to start afresh within {duration}',
  function (this: SpecificationWorld, limitMs: number) {
    return this.users.live.hasComeBackAfresh('Ada', limitMs);
  },
);

When('Ada adds {int} messages', function (this: SpecificationWorld, count: number) {
  return this.users.writers.addMessages(count);
});

When('Ada adds {int} long messages', function (this: SpecificationWorld, count: number) {
  return this.users.live.longMessages(count);
});

When(
  'the network is {mishap} for {duration} while Ada adds {int} messages',
  function (this: SpecificationWorld, mishap: NetworkMishap, forMs: number, messages: number) {
    return this.users.live.throughMishap(mishap, forMs, messages);
  },
);

When('the network is {mishap}', function (this: SpecificationWorld, mishap: NetworkMishap) {
  return this.environment.liveNetwork.break(mishap);
});

When('{user} comes back live', function (this: SpecificationWorld, user: PersonaName) {
  this.users.live.comeBack(user);
});

When('{user} connects live', function (this: SpecificationWorld, user: PersonaName) {
  return this.users.live.tryToConnect(user);
});

When(
  '{user} comes back live in an outage of the database, and it recovers',
  function (this: SpecificationWorld, user: PersonaName) {
    return this.users.live.comeBackInOutage(user);
  },
);

When('{user} connects live in an outage', function (this: SpecificationWorld, user: PersonaName) {
  return this.users.live.tryToConnectInOutage(user);
});

Given('{user} has tried to connect live once more', function (this: SpecificationWorld, user: PersonaName) {
  return this.users.live.tryToConnect(user);
});

When('a stranger connects live', function (this: SpecificationWorld) {
  return this.users.live.tryToConnect('stranger');
});

When(
  '{user} connects live and names {string} as the last that was told',
  function (this: SpecificationWorld, user: PersonaName, lastEventId: string) {
    return this.users.live.tryToConnect(user, lastEventId);
  },
);

When('another live connection of {user} ends', function (this: SpecificationWorld, user: PersonaName) {
  return this.users.live.oneLeaves(user);
});

Given('the sign-in of {user} has ended', function (this: SpecificationWorld, user: PersonaName) {
  return this.environment.accounts.haveEnded(user);
});

When('the account of {user} is closed', function (this: SpecificationWorld, user: PersonaName) {
  this.environment.accounts.close(user);
});

When(
  'the sign-in of {user} ends within {duration}',
  function (this: SpecificationWorld, user: PersonaName, endsInMs: number) {
    this.environment.accounts.endsIn(user, endsInMs);
  },
);

When('one live connection of {user} reads on', function (this: SpecificationWorld, user: PersonaName) {
  this.users.live.firstReadsOn(user);
});

Then(
  'each client of {user} is told of each message once and in order within {duration}',
  function (this: SpecificationWorld, user: PersonaName, limitMs: number) {
    return this.probes.live.toldOnceAndInOrder(user, limitMs);
  },
);

Then('no client of {user} is told of any message', function (this: SpecificationWorld, user: PersonaName) {
  return this.probes.live.toldOfNone(user);
});

Then('each client of {user} went on where it was', function (this: SpecificationWorld, user: PersonaName) {
  this.probes.live.everyoneWasResumed(user);
});

Then(
  'each client of {user} is told {string} within {duration}',
  function (this: SpecificationWorld, user: PersonaName, type: string, limitMs: number) {
    return this.probes.live.isTold(user, type, limitMs);
  },
);

Then(
  'each client of {user} is told of what came after that, once and in order, within {duration}',
  function (this: SpecificationWorld, user: PersonaName, limitMs: number) {
    return this.probes.live.toldOnlyOfWhatCameAfter(user, limitMs);
  },
);

Then(
  'each live connection of {user} stands for another {duration}',
  function (this: SpecificationWorld, user: PersonaName, forMs: number) {
    return this.probes.live.stands(user, forMs);
  },
);

Then(
  'service and clients of {user} have let go of each other within {duration}',
  function (this: SpecificationWorld, user: PersonaName, limitMs: number) {
    return this.probes.live.bothSidesHaveLetGo(user, limitMs);
  },
);

Then('the metrics count the same connections and messages', function (this: SpecificationWorld) {
  return this.probes.live.isCounted();
});

Then(
  'never more than {int} kilobytes waited in memory to be read',
  function (this: SpecificationWorld, kilobytes: number) {
    this.probes.live.mostBuffered(kilobytes * 1_000);
  },
);

Then(
  'the client that was not let in is let in within {duration}',
  function (this: SpecificationWorld, limitMs: number) {
    return this.probes.live.lastIsLetInWithin(limitMs);
  },
);

Then('the client is not let in, and told {string}', function (this: SpecificationWorld, code: string) {
  this.probes.live.lastIsRefused(code);
});

Then(
  'each client of {user} is told {string} and let go within {duration}, and stays away',
  function (this: SpecificationWorld, user: PersonaName, reason: string, limitMs: number) {
    return this.probes.live.isSignedOut(user, reason, limitMs);
  },
);

Then(
  'each client of {user} was told of every level within {duration}',
  function (this: SpecificationWorld, user: PersonaName, limitMs: number) {
    return this.probes.liveState.toldOfEveryLevelWithin(user, limitMs);
  },
);

Then(
  'each client of {user} is told {string}, as anybody who looks, within {duration}',
  function (this: SpecificationWorld, user: PersonaName, level: string, limitMs: number) {
    return this.probes.liveState.lastIsWhatIsShown(user, level, limitMs);
  },
);

Then(
  'the first word to {user} said {string}, and why',
  function (this: SpecificationWorld, user: PersonaName, level: string) {
    this.probes.liveState.firstWordSaid(user, level);
  },
);

Then('nobody is told live of any trouble', function (this: SpecificationWorld) {
  return this.probes.liveState.nobodyIsToldOfTrouble();
});

Then(
  'all clients are connected again within {duration}',
  function (this: SpecificationWorld, limitMs: number) {
    return this.probes.liveCrowd.allAreBackWithin(limitMs);
  },
);

Then('the clients came back spread over {duration}', function (this: SpecificationWorld, spreadMs: number) {
  this.probes.liveCrowd.cameSpreadOver(spreadMs);
});

Then('each client was asked to come back, and why', function (this: SpecificationWorld) {
  this.probes.liveCrowd.everybodyWasAskedFirst();
});
