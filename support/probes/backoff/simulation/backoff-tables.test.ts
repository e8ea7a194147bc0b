import { test } from 'node:test';
import { expect } from 'chai';
import { backoffTables } from './backoff-tables';
import { noises } from './noise';
import { trialSeries } from './trial-series';

test('the tables give false alarms by machine, misses at their worst, and figures with their limits', () => {
  const text = backoffTables(
    noises.flatMap((noise) => [
      trialSeries('full jitter', noise, 2, 1),
      trialSeries('jitter before the cap', noise, 2, 1),
    ]),
  );
  expect(text).to.include('| full jitter | idle | 2 | 0 | 0 | 0 | 0 | - |');
  expect(text).to.include('| jitter before the cap | 6 | 0 % | 100 % | 0 % | 0 % | - | 0 % | pile-up |');
  expect(text).to.match(/\| median of wait 1 \/ nominal \|( 0\.\d{3} \|){4} 0\.36 to 0\.7 \|/);
  expect(text).to.include('| at most 0.045 |');
});
