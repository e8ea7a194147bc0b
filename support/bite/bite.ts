import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bitePage, findingLines, unproved } from './bite-page';
import { FeatureRun } from './feature-run';
import { type Finding, judge } from './judge';
import { ProjectCopy } from './project-copy';
import { type CatalogueEntry, scenarioCatalogue } from './scenario-catalogue';
import { selectionFor } from './selection';
import type { Variant } from './variant';
import { variants } from './variants';

const page = 'docs/what-bites.md';
const project = resolve(__dirname, '../..');

/**
 * `npm run bite [-- NAME ...] [--list] [--explain] [--write]`: shows that the scenarios notice what is wrong. Runs them
 * unchanged first, since a scenario that fails anyway proves nothing, and then against each variant.
 * @returns the exit code: 1 when a variant survives or no longer applies.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      explain: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const chosen = chosenFrom(positionals);
  if (values.list) {
    for (const { name, wrong } of chosen) console.log(`${name.padEnd(40)} ${wrong}`);
    return 0;
  }
  if (values.write && positionals.length > 0) throw new Error('--write must cover every variant; name none');

  using copy = new ProjectCopy(project);
  const run = new FeatureRun(copy.folder);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await run.end();
      copy[Symbol.dispose]();
      process.exit(1);
    });
  }
  const catalogue = scenarioCatalogue(copy.folder);
  if (!(await isSound(run, chosen, catalogue))) return 1;
  const findings: Finding[] = [];
  for (const variant of chosen) {
    const finding = await findingFor(variant, copy, run, catalogue, values.explain);
    findings.push(finding);
    console.log(findingLines(finding).join('\n'));
  }
  const open = unproved(catalogue, findings);
  if (positionals.length === 0) {
    console.log(`\n${open.length} of ${catalogue.length} scenarios were never failed by a variant`);
    for (const { rule, title } of open) console.log(`  ${rule}: ${title}`);
  }
  const toothless = findings.filter(({ verdict }) => verdict !== 'bites');
  console.log(`\n${findings.length - toothless.length} of ${findings.length} variants bite`);
  if (values.write) {
    mkdirSync(dirname(resolve(project, page)), { recursive: true });
    writeFileSync(resolve(project, page), bitePage(catalogue, findings));
  }
  return toothless.length > 0 ? 1 : 0;
}

function chosenFrom(names: readonly string[]): readonly Variant[] {
  const unknown = names.filter((name) => !variants.some((variant) => variant.name === name));
  if (unknown.length > 0)
    throw new Error(`No variant named ${unknown.join(', ')}; --list shows those there are`);
  return names.length === 0 ? variants : variants.filter(({ name }) => names.includes(name));
}

/** Whether every scenario that is about to be failed passes while nothing is wrong. */
async function isSound(
  run: FeatureRun,
  chosen: readonly Variant[],
  catalogue: readonly CatalogueEntry[],
): Promise<boolean> {
  const titles = new Set(chosen.flatMap((variant) => Object.keys(variant.mustFail)));
  const known = new Set(catalogue.flatMap(({ rows }) => rows));
  const strange = [...titles].filter((title) => !known.has(title));
  if (strange.length > 0)
    throw new Error(`No scenario is titled: ${strange.join('; ')}; bring mustFail up to date`);
  const scenarios = await run.scenarios({ titles: [...titles], tags: '' });
  const ill = scenarios.filter(({ outcome }) => outcome.kind !== 'passed');
  console.log(`Unchanged: ${scenarios.length - ill.length} of ${titles.size} scenarios pass`);
  for (const { name, outcome } of ill) console.log(`  ${name}: ${outcome.kind}: ${outcome.message}`);
  return ill.length === 0 && scenarios.length === titles.size;
}

async function findingFor(
  variant: Variant,
  copy: ProjectCopy,
  run: FeatureRun,
  catalogue: readonly CatalogueEntry[],
  isExplaining: boolean,
): Promise<Finding> {
  let applied: Disposable;
  try {
    applied = copy.apply(variant);
  } catch (error) {
    const objections = [(error as Error).message];
    return { variant, verdict: 'NO LONGER APPLIES', ran: 0, expected: [], unexpected: [], objections };
  }
  try {
    const scenarios = await run.scenarios(selectionFor(variant, catalogue));
    for (const { name, outcome } of isExplaining ? scenarios : []) {
      if (outcome.kind !== 'passed')
        console.log(`  ${name}: ${outcome.kind}: ${outcome.message.slice(0, 300)}`);
    }
    return judge(variant, scenarios);
  } finally {
    applied[Symbol.dispose]();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
