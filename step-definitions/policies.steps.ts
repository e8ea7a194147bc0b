import { type DataTable, Given } from '@cucumber/cucumber';
import type { SpecificationWorld } from '../support/world';

Given(
  'each provider is guarded by a circuit breaker that',
  function (this: SpecificationWorld, table: DataTable) {
    this.environment.guardProviders(table.rowsHash());
  },
);

Given(
  'each dependency is guarded by a circuit breaker that',
  function (this: SpecificationWorld, table: DataTable) {
    this.environment.guardDependencies(table.rowsHash());
  },
);

Given('failed requests are not retried', function (this: SpecificationWorld) {
  this.environment.rule({ attemptsPerProvider: 1 });
});

Given(
  'a failed request is tried {int} times at the same provider',
  function (this: SpecificationWorld, times: number) {
    this.environment.rule({ attemptsPerProvider: times });
  },
);

Given(
  'a provider that sends nothing for {duration} is given up',
  function (this: SpecificationWorld, ms: number) {
    this.environment.rule({ providerSilenceMs: ms });
  },
);

Given(
  'a database that does not answer for {duration} is given up',
  function (this: SpecificationWorld, ms: number) {
    this.environment.rule({ databaseSilenceMs: ms });
  },
);

Given(
  'a provider is asked at most {int} questions at a time',
  function (this: SpecificationWorld, most: number) {
    this.environment.rule({ callsPerProviderAtOnce: most });
  },
);

Given('providers are not checked without users', function (this: SpecificationWorld) {
  this.environment.rule({ providerChecks: 'never' });
});

Given('providers are checked every {duration}', function (this: SpecificationWorld, everyMs: number) {
  this.environment.rule({ providerChecks: { everyMs } });
});

Given('dependencies are not checked without users', function (this: SpecificationWorld) {
  this.environment.rule({ dependencyChecks: 'never' });
});

Given('dependencies are checked every {duration}', function (this: SpecificationWorld, everyMs: number) {
  this.environment.rule({ dependencyChecks: { everyMs } });
});

Given('the service level rises after {duration}', function (this: SpecificationWorld, ms: number) {
  this.environment.rule({ levelRisesAfterMs: ms });
});

Given('the production defaults apply', function (this: SpecificationWorld) {
  this.environment.applyProductionDefaults();
});
