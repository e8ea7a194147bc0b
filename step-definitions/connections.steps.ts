import { Then } from '@cucumber/cucumber';
import type { SpecificationWorld } from '../support/world';

Then(
  'the database counts at least {int} connections of the service within {duration}',
  function (this: SpecificationWorld, least: number, limitMs: number) {
    return this.probes.pool.databaseCountsAtLeast(least, limitMs);
  },
);

Then('the metrics count the same connections as the database', function (this: SpecificationWorld) {
  return this.probes.pool.metricsCountTheSame();
});

Then(
  'the database has had at most {int} connections at a time',
  function (this: SpecificationWorld, most: number) {
    return this.probes.pool.neverMoreThan(most);
  },
);

Then(
  'every reader is shown the conversation or told why not within {duration}',
  function (this: SpecificationWorld, limitMs: number) {
    this.probes.pool.everyReaderIsAnsweredWithin(limitMs);
  },
);
