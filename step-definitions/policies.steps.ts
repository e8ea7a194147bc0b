import { type DataTable, Given } from '@cucumber/cucumber';
import type { SpecificationWorld } from '../support/world';

Given(
  'each provider is guarded by a circuit breaker that',
  function (this: SpecificationWorld, table: DataTable) {
    this.environment.rules.guardProviders(table.rowsHash());
  },
);

Given(
  'each dependency is guarded by a circuit breaker that',
  function (this: SpecificationWorld, table: DataTable) {
    this.environment.rules.guardDependencies(table.rowsHash());
  },
);

Given('failed requests are not retried', function (this: SpecificationWorld) {
  this.environment.rules.set({ attemptsPerProvider: 1 });
});

Given(
  'a failed request is tried {int} times at the same provider',
  function (this: SpecificationWorld, times: number) {
    this.environment.rules.set({ attemptsPerProvider: times });
  },
);

Given(
  'a provider that sends nothing for {duration} is given up',
  function (this: SpecificationWorld, ms: number) {
    this.environment.rules.set({ providerSilenceMs: ms });
  },
);

Given(
  'a database that does not answer for {duration} is given up',
  function (this: SpecificationWorld, ms: number) {
    this.environment.rules.set({ databaseSilenceMs: ms });
  },
);

Given(
  'a cache that does not answer for {duration} is given up',
  function (this: SpecificationWorld, ms: number) {
    this.environment.rules.set({ cacheSilenceMs: ms });
  },
);

Given(
  'the service keeps {int} connection(s) to the database and opens at most {int}',
  function (this: SpecificationWorld, least: number, most: number) {
    this.environment.rules.set({ databaseConnections: { least, most } });
  },
);

Given(
  'a provider is asked at most {int} questions at a time',
  function (this: SpecificationWorld, most: number) {
    this.environment.rules.set({ callsPerProviderAtOnce: most });
  },
);

Given('providers are not checked without users', function (this: SpecificationWorld) {
  this.environment.rules.set({ providerChecks: 'never' });
});

Given('providers are checked every {duration}', function (this: SpecificationWorld, everyMs: number) {
  this.environment.rules.set({ providerChecks: { everyMs } });
});

Given('dependencies are not checked without users', function (this: SpecificationWorld) {
  this.environment.rules.set({ dependencyChecks: 'never' });
});

Given('dependencies are checked every {duration}', function (this: SpecificationWorld, everyMs: number) {
  this.environment.rules.set({ dependencyChecks: { everyMs } });
});

Given('the service level rises after {duration}', function (this: SpecificationWorld, ms: number) {
  this.environment.rules.set({ levelRisesAfterMs: ms });
});

Given('the production defaults apply', function (this: SpecificationWorld) {
  this.environment.rules.applyProductionDefaults();
});
