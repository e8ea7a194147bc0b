import { Given, Then, When } from '@cucumber/cucumber';
import type { SpecificationWorld } from '../support/world';

Given('the primary provider is the only one', function (this: SpecificationWorld) {
  this.environment.providers.choose(['primary']);
});

Given('the secondary provider is the only one', function (this: SpecificationWorld) {
  this.environment.providers.choose(['secondary']);
});

Given('every provider is failing', function (this: SpecificationWorld) {
  return this.environment.ailments.areAll('is failing');
});

Given(
  '{provider} is overloaded and asks to be left alone for {duration}',
  function (this: SpecificationWorld, role: string, ms: number) {
    return this.environment.ailments.isOverloaded(role, ms);
  },
);

Given('there are a primary and a secondary provider', function (this: SpecificationWorld) {
  this.environment.providers.choose(['primary', 'secondary']);
});

Given('there are a primary, a secondary and a tertiary provider', function (this: SpecificationWorld) {
  this.environment.providers.choose(['primary', 'secondary', 'tertiary']);
});

Given('there is a {word} provider too', function (this: SpecificationWorld, role: string) {
  this.environment.providers.add(role);
});

Given('{provider} {behaviour}', function (this: SpecificationWorld, role: string, phrase: string) {
  return this.environment.ailments.is(role, phrase);
});

Given('{provider} {behaviour} once', function (this: SpecificationWorld, role: string, phrase: string) {
  return this.environment.ailments.isOnce(role, phrase);
});

Given(
  '{provider} {behaviour} for the next {int} requests and answers later ones',
  function (this: SpecificationWorld, role: string, phrase: string, requests: number) {
    return this.environment.ailments.isFor(role, phrase, requests);
  },
);

Given(
  '{provider} refuses the content of the next {int} questions and answers later ones',
  function (this: SpecificationWorld, role: string, requests: number) {
    return this.environment.ailments.isFor(role, 'refuses the content', requests);
  },
);

Given(
  '{provider} is failing except for every {word} request',
  function (this: SpecificationWorld, role: string, ordinal: string) {
    return this.environment.ailments.exceptEvery(role, ordinal, 'is failing', 'is healthy');
  },
);

Given(
  '{provider} is answering except for every {word} request',
  function (this: SpecificationWorld, role: string, ordinal: string) {
    return this.environment.ailments.exceptEvery(role, ordinal, 'is healthy', 'is failing');
  },
);

Given(
  '{provider} is failing except for every {word} request, when it {behaviour}',
  function (this: SpecificationWorld, role: string, ordinal: string, phrase: string) {
    return this.environment.ailments.exceptEvery(role, ordinal, 'is failing', phrase);
  },
);

Given('{provider} has recovered', function (this: SpecificationWorld, role: string) {
  return this.environment.ailments.is(role, 'is healthy');
});

Given(
  '{provider} answers {duration} after it was given up',
  function (this: SpecificationWorld, role: string, lateMs: number) {
    return this.environment.ailments.answersLate(role, lateMs);
  },
);

Given('{provider} has recovered and the service noticed', function (this: SpecificationWorld, role: string) {
  return this.environment.broughtAbout.recoveredAndNoticed(role);
});

Given(
  'the service has noticed without users that {provider} is out',
  function (this: SpecificationWorld, role: string) {
    return this.environment.broughtAbout.outAndNoticed(role);
  },
);

Given(
  '{provider} has answered {int} questions',
  function (this: SpecificationWorld, role: string, count: number) {
    return this.environment.broughtAbout.answered(role, count);
  },
);

Given(
  '{provider} has failed {int} questions',
  function (this: SpecificationWorld, role: string, count: number) {
    return this.environment.broughtAbout.failed(role, count);
  },
);

Given(
  '{provider} failed {int} questions more than {duration} ago',
  function (this: SpecificationWorld, role: string, count: number, agoMs: number) {
    return this.environment.broughtAbout.failedLongAgo(role, count, agoMs);
  },
);

Given(
  '{int} services, each with a primary provider of its own that {behaviour}',
  function (this: SpecificationWorld, count: number, phrase: string) {
    return this.environment.prepareFleet(count, phrase);
  },
);

When('{provider} begins to fail', function (this: SpecificationWorld, role: string) {
  return this.environment.beginsToFail(role);
});

When('{provider} recovers', function (this: SpecificationWorld, role: string) {
  return this.environment.ailments.is(role, 'is healthy');
});

When('{provider} dies', function (this: SpecificationWorld, role: string) {
  return this.environment.ailments.dies(role);
});

When('{provider} fails {int} questions', function (this: SpecificationWorld, role: string, count: number) {
  return this.environment.happening.failed(role, count);
});

Then(
  '{provider} has received {int} request(s)',
  function (this: SpecificationWorld, role: string, count: number) {
    return this.probes.providers.received(role, count);
  },
);

Then(
  '{provider} has received {int} to {int} requests',
  function (this: SpecificationWorld, role: string, least: number, most: number) {
    return this.probes.providers.receivedBetween(role, least, most);
  },
);

Then(
  'the providers have received {int} requests together',
  function (this: SpecificationWorld, count: number) {
    return this.probes.providers.receivedTogether(count);
  },
);

Then('{provider} has received no request', function (this: SpecificationWorld, role: string) {
  return this.probes.providers.received(role, 0);
});

Then(
  '{provider} has received {int} requests since the breaker opened',
  function (this: SpecificationWorld, role: string, count: number) {
    return this.probes.providers.receivedSinceTheBreakerOpened(role, count);
  },
);

Then(
  '{provider} has received no request since the breaker opened',
  function (this: SpecificationWorld, role: string) {
    return this.probes.providers.receivedSinceTheBreakerOpened(role, 0);
  },
);

Then(
  '{provider} has seen its caller hang up within {duration}',
  function (this: SpecificationWorld, role: string, limitMs: number) {
    return this.probes.providers.sawHangUp(role, limitMs);
  },
);

Then(
  'the metrics count as many calls as {provider} received',
  function (this: SpecificationWorld, role: string) {
    return this.probes.providers.metricsCountWhatItReceived(role);
  },
);
