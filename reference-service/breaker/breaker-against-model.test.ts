import { afterEach, beforeEach, test } from 'node:test';
import { expect } from 'chai';
import { FakeClock } from '../fixtures/fake-clock';
import type { BreakerPolicy } from '../policy';
import { Breaker, type Permit } from './breaker';
import { BreakerModel } from './fixtures/breaker-model';

const policies: BreakerPolicy[] = [
  { consecutiveFailures: 3, rate: 0, trials: 1 },
  { consecutiveFailures: 0, rate: 0.5, trials: 2 },
  { consecutiveFailures: 4, rate: 0.25, trials: 3 },
].map(({ consecutiveFailures, rate, trials }) => ({
  consecutiveFailures,
  failureRate: { threshold: rate, minimumCalls: 4, windowCalls: 8, windowMs: 40 },
  openMs: 10,
  openGrowth: 2,
  maxOpenMs: 30,
  trials,
  trialMs: 12,
  persistentOpenMs: 50,
}));

/** Park and Miller's generator: the same numbers for the same seed, on every machine. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const steps = 300;
const seeds = 100;
let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
});
afterEach(() => clock[Symbol.dispose]());

for (const [index, policy] of policies.entries()) {
  test(`in ${seeds} random histories of ${steps} steps the breaker does what the model does: policy ${index + 1}`, () => {
    const met = new Set<string>();
    for (let seed = 1; seed <= seeds; seed += 1) {
      const random = randomFrom(seed * 7_919);
      const breaker = new Breaker('primary', policy);
      const model = new BreakerModel(policy);
      const permits: (Permit | undefined)[] = [];
      const story: string[] = [];
      const agree = (what: string, seen: unknown, expected: unknown): void => {
        expect(seen, `seed ${seed}, ${what}, after: ${story.slice(-25).join(', ')}`).to.equal(expected);
      };
      // Each history has its own health, so that both long outages and long good times occur.
      const badness = random(10);
      for (let step = 0; step < steps; step += 1) {
        const act = random(10);
        const number = permits.length === 0 ? 0 : Math.max(0, permits.length - 1 - random(6));
        const permit = permits[number];
        if (act < 4) {
          const admission = breaker.admit();
          const expected = model.admit();
          story.push(`admit ${expected ?? 'refused'}`);
          agree('admitted', admission.admitted, expected !== undefined);
          if (admission.admitted) permits.push(admission.permit);
        } else if (act < 5) {
          const ms = 1 + random(15);
          story.push(`pass ${ms}`);
          clock.pass(ms);
          model.pass(ms);
        } else if (permit && act === 5) {
          story.push(`progress ${number}`);
          permit.progressed();
          model.progress(number);
        } else if (permit) {
          const luck = random(12);
          const verdict =
            luck === 11 && badness > 6
              ? 'failed for good'
              : luck === 10
                ? 'disregarded'
                : luck < badness
                  ? 'failed'
                  : 'succeeded';
          story.push(`${verdict} ${number}`);
          if (verdict === 'succeeded') permit.succeeded();
          else if (verdict === 'disregarded') permit.disregarded();
          else permit.failed('500', verdict === 'failed for good');
          model.end(number, verdict);
        }
        agree('state', breaker.reading().state, model.state);
        met.add(model.state);
      }
    }
    expect([...met].sort(), 'states that were met').to.deep.equal(['closed', 'half-open', 'open']);
  });
}
