import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allureReport } from './allure-report';
import { type Destination, entryPage } from './entry-page';
import { readResults } from './results';

const DESTINATIONS: readonly Destination[] = [
  {
    href: 'allure/index.html',
    title: 'Allure report',
    what: 'every scenario with its steps and its journal',
  },
  { href: 'cucumber.html', title: 'Cucumber report', what: 'the features as they read, with their results' },
  { href: 'junit.xml', title: 'JUnit', what: 'for a build server' },
  { href: 'messages.ndjson', title: 'Messages', what: 'everything Cucumber said, for machines' },
];

/** `npm run report`: turns what a run left into pages. @returns the exit code. */
function main(): number {
  const resultsDir = process.env.ALLURE_RESULTS_DIR || 'allure-results';
  const reportsDir = process.env.REPORTS_DIR || 'reports';
  try {
    const results = readResults(resultsDir);
    mkdirSync(reportsDir, { recursive: true });
    allureReport(resultsDir, reportsDir);
    const there = DESTINATIONS.filter(({ href }) => existsSync(join(reportsDir, href)));
    const entry = join(reportsDir, 'index.html');
    writeFileSync(entry, entryPage(results, there, new Date()));
    console.log(`${results.length} results reported; open ${entry}`);
    return 0;
  } catch (error) {
    console.error(`No report: ${error instanceof Error ? error.message : error}`);
    return 1;
  }
}

process.exitCode = main();
