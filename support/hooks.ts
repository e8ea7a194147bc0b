import 'allure-cucumberjs';
import {
  After,
  AfterAll,
  Before,
  BeforeAll,
  type ITestCaseHookParameter,
  setDefaultTimeout,
  setParallelCanAssign,
} from '@cucumber/cucumber';
import { noteEnvironment } from './cucumber/environment-note';
import { skipBecause } from './cucumber/skip';
import { worker } from './environments/worker';
import { journalJson, journalPage } from './evidence/journal-page';
import { Probes } from './probes/probes';
import { Users } from './users/users';
import type { SpecificationWorld } from './world';

// Above every limit that the specification itself sets (30 s), so that a wait reports what it saw instead of being cut.
setDefaultTimeout(60_000);

// What measures time or load must not be disturbed by a neighbour, nor disturb one.
setParallelCanAssign((next, running) => {
  const isAlone = (pickle: typeof next): boolean => pickle.tags.some(({ name }) => name === '@alone');
  return running.length === 0 || !(isAlone(next) || running.some(isAlone));
});

BeforeAll(async () => {
  await worker.open();
});

Before(
  { name: 'Everything fresh' },
  async function (this: SpecificationWorld, { pickle }: ITestCaseHookParameter) {
    const tags = pickle.tags.map(({ name }) => name);
    this.environment = worker.scenarioEnvironment(this.journal, tags);
    this.users = new Users(this.environment, this.journal);
    this.probes = new Probes(this.environment, this.users, this.journal);
    this.journal.record({ lane: 'scenario', subject: 'scenario', event: `began: ${pickle.name}` });
    await noteEnvironment(this, worker.facts());
    const lack = await worker.lack(tags);
    return lack === undefined ? undefined : skipBecause(this, lack);
  },
);

After(
  { name: 'Mended, stopped, nothing left, no secret in the log' },
  async function (this: SpecificationWorld, { pickle }: ITestCaseHookParameter) {
    try {
      this.probes.outage.attachTimeline(pickle.name);
      this.users[Symbol.dispose]();
      await worker.close(this.environment);
      await this.probes.log.isDiscreet();
    } finally {
      await this.environment.tellJournal();
      for (const { body, mediaType, fileName } of [
        ...this.journal.attachments(),
        journalPage(this.journal.entries()),
        journalJson(this.journal.entries()),
      ]) {
        await this.attach(body, { mediaType, fileName });
      }
    }
  },
);

AfterAll(async () => {
  await worker[Symbol.asyncDispose]();
});
