import { describe, test } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../../random/seeded-random';
import { crowd, crowdLimits } from './crowd';
import { crowdRules, crowdSample, crowdSpreadMs } from './simulation/crowd-simulation';
import { noises } from './simulation/noise';

const samples = 200;

describe('services that come back from a limit', () => {
  for (const [place, [name, draw]] of Object.entries(crowdRules).entries()) {
    const verdict = place === 0 ? 'passed' : 'failed';
    test(`${verdict}: ${name}`, () => {
      for (const noise of noises) {
        const random = seededRandom(place + 1);
        for (let sample = 0; sample < samples; sample += 1) {
          const finding = crowd(crowdSample(draw, noise, random), crowdSpreadMs);
          expect(finding.verdict, `${noise.name}, sample ${sample}: ${finding.because}`).to.equal(verdict);
        }
      }
    });
  }

  test('say nothing when they are too few', () => {
    const few = Array.from({ length: crowdLimits.fewest - 1 }, (_, index) => index * 16);
    expect(crowd(few, crowdSpreadMs)).to.include({
      verdict: 'inconclusive',
      because: 'at least 60 services must have come back, 59 did',
    });
  });
});
