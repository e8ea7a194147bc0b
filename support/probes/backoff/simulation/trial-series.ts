import { seededRandom } from '../../../random/seeded-random';
import { backoffFindings } from '../backoff-findings';
import type { BackoffCheck, Figure } from '../finding';
import { type FigureQuantiles, figureQuantiles } from './figure-quantiles';
import type { Noise } from './noise';
import { simulatedSample } from './simulated-sample';
import { type WaitRuleName, waitRules } from './wait-rules';

/** Many samples of one rule on one machine, and what the checks said of them. */
export interface TrialSeries {
  readonly rule: WaitRuleName;
  readonly noise: string;
  readonly runs: number;
  /** How many samples each check failed; a check that was not made is left out. */
  readonly failed: ReadonlyMap<BackoffCheck, number>;
  /** How many samples at least one check failed. */
  readonly failedByAny: number;
  /** Each figure with its limits and what it was. */
  readonly figures: readonly (Figure & FigureQuantiles)[];
}

/** Judges `runs` samples. The same seed gives the same series. */
export function trialSeries(rule: WaitRuleName, noise: Noise, runs: number, seed: number): TrialSeries {
  const random = seededRandom(seed);
  const failed = new Map<BackoffCheck, number>();
  const values = new Map<string, { figure: Figure; seen: Float64Array }>();
  let failedByAny = 0;
  for (let run = 0; run < runs; run += 1) {
    let isFailed = false;
    for (const { check, verdict, figures } of backoffFindings(
      simulatedSample(waitRules[rule], noise, random),
    )) {
      failed.set(check, (failed.get(check) ?? 0) + Number(verdict === 'failed'));
      isFailed ||= verdict === 'failed';
      for (const figure of figures) {
        const kept = values.get(figure.name) ?? { figure, seen: new Float64Array(runs) };
        kept.seen[run] = figure.value;
        values.set(figure.name, kept);
      }
    }
    failedByAny += Number(isFailed);
  }
  const figures = [...values.values()].map(({ figure, seen }) => ({ ...figure, ...figureQuantiles(seen) }));
  return { rule, noise: noise.name, runs, failed, failedByAny, figures };
}
