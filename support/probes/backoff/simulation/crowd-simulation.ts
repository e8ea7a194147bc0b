import { seededRandom } from '../../../random/seeded-random';
import { crowd, crowdLimits } from '../crowd';
import { type Noise, noises } from './noise';

/** The spread that a crowd is to have, in milliseconds. */
export const crowdSpreadMs = 1_000;

/** How services may draw what they wait beyond what they were told, as a share of the spread; the first is right. */
export const crowdRules: Readonly<Record<string, (random: () => number) => number>> = {
  'from the whole spread': (random) => random(),
  'nothing at all': () => 0,
  'the same for all': () => 0.7,
  'within a tenth of the spread': (random) => random() / 10,
  'around the end of it': (random) => 0.9 + random() / 5,
  'in its second half': (random) => 0.5 + random() / 2,
};

/** What as many services as are looked at waited beyond what they were told, on a machine of this kind; milliseconds. */
export function crowdSample(
  draw: (random: () => number) => number,
  { meanMs, crowdMs, stops }: Noise,
  random: () => number,
): number[] {
  const stopsAtMs = stops ? random() * stops.everyMs : Number.POSITIVE_INFINITY;
  const goesOnAtMs = stopsAtMs + (stops ? random() * stops.longestMs : 0);
  return Array.from({ length: crowdLimits.fewest }, () => {
    const atMs = draw(random) * crowdSpreadMs - meanMs * Math.log(1 - random()) + crowdMs * random();
    return atMs >= stopsAtMs && atMs < goesOnAtMs ? goesOnAtMs : atMs;
  });
}

/** How often each rule failed on each machine, as a table for the documentation. @param runs samples of each; for the right one 50 times as many. */
export function crowdTable(runs: number, seed: number): string {
  const rows = Object.entries(crowdRules).map(([name, draw], place) => {
    const samples = place === 0 ? 50 * runs : runs;
    const failed = noises.map((noise, other) => {
      const random = seededRandom(seed + 100 * place + other);
      let count = 0;
      for (let run = 0; run < samples; run += 1)
        count += Number(crowd(crowdSample(draw, noise, random), crowdSpreadMs).verdict === 'failed');
      return `${count} of ${samples}`;
    });
    return `| ${name} | ${failed.join(' | ')} |`;
  });
  return [
    `| waits drawn | ${noises.map(({ name }) => name).join(' | ')} |`,
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
