import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outputFolders } from '../cucumber/output-folders';
import { seedFrom } from '../environments/seed';
import { worker } from '../environments/worker';
import { Journal } from '../evidence/journal';
import { journalJson, journalPage } from '../evidence/journal-page';
import { Inconclusive } from '../evidence/verdict';
import { Probes } from '../probes/probes';
import { DailyUse } from '../users/traffic/daily-use';
import { Users } from '../users/users';
import { SoakRun } from './soak-run';
import { soakSchedule } from './soak-schedule';
import { returnsAfter, returnsInWords } from './soak-verdict';

const usage = 'npm run soak -- [--minutes 5] [--seed N]';
const [conversations, neverRead, perSecond] = [24, 4, 25];
/** The plan's limit for a return; the last one must keep it too. */
const backWithinMs = 30_000;

/**
 * Users go on reading and writing while random faults come and go; then the ledger is held against the database.
 * @returns the exit code: 1 when something does not agree, 2 when too little happened to say so.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' } },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 600))
    throw new Error(`--minutes must be above 0 and at most 600; got "${values.minutes}". ${usage}`);
  const seed = seedFrom(values.seed ?? process.env.SEED);
  process.env.SEED = String(seed);
  const schedule = soakSchedule({ forMs: 60_000 * minutes, seed });
  const tell = (text: string): void => void process.stdout.write(`${text}\n`);
  tell(`Seed ${seed}; "npm run soak -- --minutes ${minutes} --seed ${seed}" repeats the schedule`);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      tell('Ending early; once more ends at once');
      stop.abort();
    });
  await worker.open();
  try {
    return await soak(schedule, { seed, minutes }, stop.signal, tell);
  } finally {
    await worker[Symbol.asyncDispose]();
  }
}

async function soak(
  schedule: ReturnType<typeof soakSchedule>,
  wish: { seed: number; minutes: number },
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<number> {
  const journal = new Journal();
  const tags = ['@own-process', '@needs:postgresql', '@needs:redis'];
  const environment = worker.scenarioEnvironment(journal, tags);
  const users = new Users(environment, journal);
  const probes = new Probes(environment, users, journal);
  try {
    environment.rules.applyProductionDefaults();
    await environment.conversations.fillShelf(conversations, neverRead);
    await environment.broughtAbout.everythingWell();
    environment.outageWatch.begin();
    const use = new DailyUse(environment, users.readers, users.writers);
    use.begin(perSecond);
    const run = new SoakRun(environment, signal, tell);
    const survived = await run.strike(schedule, 60_000 * wish.minutes).finally(() => use.end());
    const problems: Error[] = [];
    const demand = (claim: Promise<void>): Promise<void> =>
      claim.catch((error: Error) => void problems.push(error));
    await demand(probes.outage.asBeforeWithin(backWithinMs));
    await users.throughOutage.askAgain();
    await demand(probes.writes.allAccountedFor());
    await demand(probes.writes.nothingWrongWasShown());
    const returns = returnsAfter(survived, environment.outageWatch.seen);
    const struck = survived.flatMap((each) => each.struck);
    const told = (outcome: string): number =>
      users.writers.attempts.filter((each) => each.outcome === outcome).length;
    const figures = {
      ...wish,
      outages: survived.length,
      faults: struck.length,
      faultsNotConfirmed: struck.filter(({ notConfirmed }) => notConfirmed !== undefined).length,
      readings: users.readers.readings.length,
      writes: users.writers.attempts.length,
      acknowledged: told('acknowledged'),
      refused: told('refused'),
      unknown: told('unknown'),
      returnsMs: returns.tookMs,
      returnsCutShort: returns.cutShort,
      problems: problems.map(({ message }) => message),
    };
    tell(
      `\n${figures.faults} faults in ${figures.outages} outages; ${figures.readings} readings; ${figures.writes} writes: ` +
        `${figures.acknowledged} acknowledged, ${figures.refused} refused, ${figures.unknown} unknown and asked again`,
    );
    tell(returnsInWords(returns));
    probes.outage.attachTimeline(`A soak of ${wish.minutes} minutes with seed ${wish.seed}`);
    const { reports } = outputFolders(process.env);
    tell(`Timeline and journal: ${keep(journal, figures, join(reports, 'soak'))}`);
    for (const { message } of problems) tell(message);
    return conclude(problems, tell);
  } finally {
    users[Symbol.dispose]();
    await worker.close(environment);
  }
}

function conclude(problems: readonly Error[], tell: (text: string) => void): number {
  const doubts = problems.filter((problem) => problem instanceof Inconclusive);
  if (problems.length > doubts.length) {
    tell('FAILED: what users were told and what stands in the database do not agree');
    return 1;
  }
  if (doubts.length > 0) {
    tell('INCONCLUSIVE: too little happened');
    return 2;
  }
  tell('PASSED: nothing lost, doubled or out of order, nobody shown less than before');
  return 0;
}

function keep(journal: Journal, figures: object, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const page = journalPage(journal.entries());
  for (const { body } of journal.attachments()) writeFileSync(join(folder, 'timeline.svg'), body);
  writeFileSync(join(folder, 'journal.html'), page.body);
  writeFileSync(join(folder, 'journal.json'), journalJson(journal.entries()).body);
  writeFileSync(join(folder, 'figures.json'), `${JSON.stringify(figures, null, 2)}\n`);
  return folder;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
