import { describe, test } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../../random/seeded-random';
import type { Attempt, AttemptHistory } from './attempt-history';
import { backoffFindings } from './backoff-findings';
import { backoffSample } from './backoff-sample';
import { backoffSetup, nominalMs } from './backoff-setup';
import type { BackoffCheck, Finding } from './finding';
import { noises } from './simulation/noise';
import { simulatedSample } from './simulation/simulated-sample';
import { type WaitRuleName, waitRules } from './simulation/wait-rules';

const seeds = [1, 2, 3, 4, 5];
const judged = (
  rule: WaitRuleName,
  noise: (typeof noises)[number],
  seed: number,
  clients?: number,
): Finding[] => backoffFindings(simulatedSample(waitRules[rule], noise, seededRandom(seed), clients));
const verdicts = (findings: readonly Finding[]): Partial<Record<BackoffCheck, string>> =>
  Object.fromEntries(findings.map(({ check, verdict }) => [check, verdict]));
const histories = (clients: number, attempts: readonly Attempt[]): AttemptHistory[] =>
  Array.from({ length: clients }, (_, index) => ({ client: `${index}`, attempts }));
const equalTimes = Array.from({ length: backoffSetup.attempts }, () => ({ arrivedAtMs: 5 }));
const four = ['growth', 'spread', 'shape', 'pile-up'] as const;
const allFour = (verdict: string): object => Object.fromEntries(four.map((check) => [check, verdict]));

describe('the proof of backoff with jitter', () => {
  for (const noise of noises) {
    test(`passes full jitter, with and without a floor, on a machine that is ${noise.name}`, () => {
      for (const seed of seeds) {
        expect(verdicts(judged('full jitter', noise, seed)), `seed ${seed}`).to.deep.equal(allFour('passed'));
        expect(verdicts(judged('full jitter after Retry-After', noise, seed)), `seed ${seed}`).to.deep.equal({
          ...allFour('passed'),
          floor: 'passed',
        });
      }
    });
  }

  for (const [name, { caughtBy }] of Object.entries(waitRules) as [
    WaitRuleName,
    (typeof waitRules)['none'],
  ][]) {
    if (caughtBy === undefined) continue;
    test(`fails "${name}" by its ${caughtBy}`, () => {
      for (const noise of noises)
        for (const seed of seeds)
          expect(verdicts(judged(name, noise, seed))[caughtBy], `${noise.name}, seed ${seed}`).to.equal(
            'failed',
          );
    });
  }

  test('does not pass wrong jitter for want of spread alone: the arrivals of early jitter hide late ones', () => {
    const [idle] = noises as [(typeof noises)[number]];
    expect(verdicts(judged('jitter before the cap', idle, 1))).to.include({
      spread: 'passed',
      'pile-up': 'failed',
    });
  });

  test('sees clients wait alike though they began at different times', () => {
    const spreadStarts = Array.from({ length: backoffSetup.clients }, (_, index) => {
      let atMs = index * 50;
      const later = Array.from({ length: backoffSetup.attempts - 1 }, (_, retry) => {
        atMs += nominalMs(retry + 1);
        return { arrivedAtMs: atMs };
      });
      return { client: `${index}`, attempts: [{ arrivedAtMs: index * 50 }, ...later] };
    });
    expect(verdicts(backoffFindings(backoffSample(spreadStarts))).spread).to.equal('failed');
  });

  test('sees clients come back at the same moment though they waited differently', () => {
    const oneMoment = Array.from({ length: backoffSetup.clients }, (_, index) => ({
      client: `${index}`,
      attempts: [0, 1, 2, 3, 4, 5].map((round) => ({ arrivedAtMs: round === 0 ? index * 3 : round * 4_000 })),
    }));
    expect(verdicts(backoffFindings(backoffSample(oneMoment))).spread).to.equal('failed');
  });

  test('gives the same figures for the same seed, and others for another', () => {
    const [noise] = noises as [(typeof noises)[number]];
    const figures = (seed: number): unknown => judged('full jitter', noise, seed).map((each) => each.figures);
    expect(figures(7)).to.deep.equal(figures(7));
    expect(figures(7)).not.to.deep.equal(figures(8));
  });
});

describe('the proof, with too little to go by,', () => {
  const [noise] = noises as [(typeof noises)[number]];

  test('is inconclusive below its number of clients, however good or bad they are', () => {
    expect(verdicts(judged('full jitter', noise, 1, 300))).to.deep.equal(allFour('passed'));
    expect(verdicts(judged('full jitter', noise, 1, 299))).to.deep.equal(allFour('inconclusive'));
    expect(verdicts(judged('none', noise, 1, 299))).to.deep.equal(allFour('inconclusive'));
  });

  test('is inconclusive without clients, and with one attempt each', () => {
    expect(verdicts(backoffFindings(backoffSample([])))).to.deep.equal(allFour('inconclusive'));
    const once = backoffFindings(backoffSample(histories(400, [{ arrivedAtMs: 0 }])));
    expect(verdicts(once)).to.deep.equal(allFour('inconclusive'));
    expect(once[0]?.because).to.match(
      /at least 300 clients .* exactly 6 attempts, 0 did \(400 made fewer or more\)/,
    );
  });

  test('is inconclusive when more than one client in a hundred has attempts missing', () => {
    const sample = simulatedSample(waitRules['full jitter'], noise, seededRandom(1), 396);
    expect(verdicts(backoffFindings({ ...sample, irregular: 4 }))).to.deep.equal(allFour('passed'));
    expect(verdicts(backoffFindings({ ...sample, irregular: 5 }))).to.deep.equal(allFour('inconclusive'));
  });

  test('says nothing of a floor that only some were given', () => {
    const sample = simulatedSample(waitRules['full jitter after Retry-After'], noise, seededRandom(1));
    const some = { ...sample, floors: sample.floors.map(() => sample.clients - 1) };
    expect(verdicts(backoffFindings(some)).floor).to.equal('inconclusive');
  });

  test('fails when all times are equal', () => {
    expect(verdicts(backoffFindings(backoffSample(histories(300, equalTimes))))).to.deep.equal(
      allFour('failed'),
    );
  });
});

test('a floor may be undercut by what clocks differ, and by no more', () => {
  const [noise] = noises as [(typeof noises)[number]];
  const sample = simulatedSample(waitRules['full jitter after Retry-After'], noise, seededRandom(3));
  const earliest = (waitMs: number): Finding[] => {
    const waits = sample.waits.map((column) => column.slice().fill(waitMs, 0, 1));
    return backoffFindings({ ...sample, waits });
  };
  expect(verdicts(earliest(-5)).floor).to.equal('passed');
  expect(verdicts(earliest(-5.1)).floor).to.equal('failed');
});
