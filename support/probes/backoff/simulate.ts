import { backoffTables } from './simulation/backoff-tables';
import { crowdTable } from './simulation/crowd-simulation';
import { noises } from './simulation/noise';
import { type TrialSeries, trialSeries } from './simulation/trial-series';
import { type WaitRuleName, waitRules } from './simulation/wait-rules';

/**
 * Measures the checks by simulation and prints the tables of docs/backoff-statistics.md.
 * `--quick`: few samples, to see that it works; `--seed=N`: other samples.
 */
function main(): void {
  const isQuick = process.argv.includes('--quick');
  const seed = Number(process.argv.find((each) => each.startsWith('--seed='))?.slice(7) ?? 31_000);
  if (!Number.isInteger(seed))
    throw new Error('--seed must be an integer; got something else, as in --seed=7');
  const series: TrialSeries[] = [];
  for (const [place, name] of (Object.keys(waitRules) as WaitRuleName[]).entries()) {
    // Correct rules must be watched long enough to see one failure in 10,000; wrong ones only to see them caught.
    const runs = waitRules[name].caughtBy === undefined ? (isQuick ? 500 : 50_000) : isQuick ? 50 : 1_000;
    for (const [other, noise] of noises.entries()) {
      series.push(trialSeries(name, noise, runs, seed + 100 * place + other));
    }
  }
  process.stdout.write(`Seed ${seed}. ${backoffTables(series)}\n`);
  process.stdout.write(
    `\n## Many services at once: samples that failed\n\n${crowdTable(isQuick ? 20 : 1_000, seed)}\n`,
  );
}

main();
