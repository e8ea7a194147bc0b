import { availableParallelism } from 'node:os';
import { environmentFacts } from './environment-facts';
import { invocationOf } from './invocation';
import { outputFolders } from './output-folders';

/** What differs between the real suite and one that a test runs on fixtures. Globs, relative to the project's folder. */
export interface ProfileContent {
  readonly paths: readonly string[];
  readonly require: readonly string[];
}

const ENTRY = './support/cucumber/entry';

/**
 * Cucumber's configuration. A dry run writes no file, since it would stand where the last run's results stand;
 * feature paths on the command line replace the profile's, where Cucumber by itself would add them.
 */
export function profile(
  content: ProfileContent,
  env: Readonly<Record<string, string | undefined>> = process.env,
  argv: readonly string[] = process.argv.slice(2),
) {
  const { isDryRun, paths } = invocationOf(argv);
  const { results, reports } = outputFolders(env);
  const files: [string, string?][] = [
    [`${ENTRY}/allure.js`, `${reports}/.allure-reporter.txt`],
    ['html', `${reports}/cucumber.html`],
    ['junit', `${reports}/junit.xml`],
    ['message', `${reports}/messages.ndjson`],
  ];
  const workers = workersFrom(env);
  return {
    paths: paths.length > 0 ? [] : [...content.paths],
    requireModule: ['ts-node/register'],
    require: [...content.require],
    parallel: workers,
    plugin: [`${ENTRY}/gates.js`],
    format: [`${ENTRY}/progress.js`, ...(isDryRun ? [] : files)],
    formatOptions: { resultsDir: results, environmentInfo: environmentFacts(env, argv, workers) },
    publish: false,
  };
}

/**
 * How many workers; 0 runs everything in the one process, which suits a debugger.
 * Twice as many as there are cores, since scenarios wait more than they reckon; one more than cores where each scenario starts a
 * process of its own. No more than four: each has its own servers.
 * @throws when `WORKERS` is no such number.
 */
export function workersFrom(
  { WORKERS: text, SERVICE: service }: Readonly<Record<string, string | undefined>>,
  cores = availableParallelism(),
): number {
  if (!text) return Math.max(1, Math.min(4, service === 'process' ? cores + 1 : 2 * cores));
  if (!/^\d{1,2}$/.test(text))
    throw new Error(
      `WORKERS must be a whole number from 0 to 99, got "${text}"; leave it out for twice as many as there are cores`,
    );
  return Number(text);
}
