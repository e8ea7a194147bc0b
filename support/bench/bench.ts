import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentFacts } from '../cucumber/environment-facts';
import { outputFolders } from '../cucumber/output-folders';
import { workersFrom } from '../cucumber/profile';
import { environmentStart } from './environment-start';
import { failover } from './failover';
import type { Figure } from './figure';
import { figuresTable } from './figures-table';
import { resilienceCost } from './resilience-cost';
import { serviceStart } from './service-start';
import { specificationRun } from './specification-run';

/** A criterion whose scenarios are soon over. */
const shortest = ['--tags', '@CM-4'];

/** One after the other: two at once would measure each other. */
const measurements: readonly { name: string; measure: (isQuick: boolean) => Promise<Figure[]> }[] = [
  { name: 'run', measure: (isQuick) => specificationRun(isQuick ? shortest : []) },
  {
    name: 'environment',
    measure: async () => [await environmentStart('postgresql'), await environmentStart('redis')],
  },
  { name: 'service', measure: async () => [await serviceStart()] },
  {
    name: 'failover',
    measure: async () => [
      await failover('refuses connections', 1),
      await failover('is failing', 2),
      await failover('is hanging', 20),
    ],
  },
  { name: 'cost', measure: () => resilienceCost() },
];

/** `npm run bench [-- --quick] [names of measurements]`. */
async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const isQuick = words.includes('--quick');
  const wanted = words.filter((word) => word !== '--quick');
  const names = measurements.map(({ name }) => name);
  const unknown = wanted.find((word) => !names.includes(word));
  if (unknown)
    throw new Error(`No measurement "${unknown}"; expected --quick or some of: ${names.join(', ')}`);
  const machine = environmentFacts(process.env, [], workersFrom(process.env));
  process.stdout.write(
    `${machine.Cores} cores, ${machine.Memory}, Node ${machine.Node}, ${machine['Operating system']}\n`,
  );
  const figures: Figure[] = [];
  for (const { name, measure } of measurements) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const measured = await measure(isQuick);
    figures.push(...measured);
    process.stderr.write(`measured: ${name}\n`);
  }
  process.stdout.write(`\n${figuresTable(figures)}\n`);
  const { reports } = outputFolders(process.env);
  mkdirSync(reports, { recursive: true });
  const file = join(reports, 'bench.json');
  writeFileSync(
    file,
    `${JSON.stringify({ takenAt: new Date().toISOString(), machine, figures }, undefined, 2)}\n`,
  );
  process.stdout.write(`\nWritten to ${file}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
