import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { Breaker } from '../breaker/breaker';
import { FakeClock } from '../fixtures/fake-clock';
import { policyWith } from '../policy-overrides';
import { HealthWatch } from './health-watch';

const policy = policyWith({
  dependencyBreaker: { consecutiveFailures: 2, openMs: 50, openGrowth: 1, trials: 2, trialMs: 500 },
}).dependencyBreaker;

describe('the health watch', () => {
  let clock: FakeClock;
  let isWell: boolean;
  let checkedAt: number[];
  let elapsed: number;
  let breaker: Breaker;
  let watch: HealthWatch;

  /** Lets time pass one millisecond after the other, so that each check can end. */
  const pass = async (ms: number): Promise<void> => {
    for (let step = 0; step < ms; step += 1) {
      elapsed += 1;
      clock.pass(1);
      for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    }
  };
  const begin = (enabled = true, quietUntilMs?: () => number): void => {
    breaker = new Breaker('database', policy, () => watch.breakerChanged());
    watch = new HealthWatch(
      {
        breaker,
        ...(quietUntilMs ? { quietUntilMs } : {}),
        check: async () => {
          const admission = breaker.admit();
          if (!admission.admitted) return 'not admitted';
          checkedAt.push(elapsed);
          if (isWell) admission.permit.succeeded();
          else admission.permit.failed('down');
          return isWell ? 'healthy' : 'failed';
        },
      },
      { enabled, intervalMs: 100, recheckMs: 10 },
    );
    watch.start();
  };

  beforeEach(() => {
    clock = new FakeClock();
    isWell = true;
    checkedAt = [];
    elapsed = 0;
  });
  afterEach(() => {
    watch.stop();
    clock[Symbol.dispose]();
  });

  test('checks now and then, sooner after a failure, and not while the breaker rests', async () => {
    begin();
    await pass(250);
    isWell = false;
    await pass(100);
    expect(checkedAt).to.deep.equal([100, 200, 300, 310]);
    expect(breaker.reading().state).to.equal('open');
  });

  test('begins the trials by itself as soon as they are allowed, one right after the other', async () => {
    begin();
    isWell = false;
    await pass(115);
    isWell = true;
    await pass(60);
    expect(checkedAt).to.deep.equal([100, 110, 160, 161]);
    expect(breaker.reading().state).to.equal('closed');
  });

  test('looks after what users found out', async () => {
    begin();
    await pass(10);
    for (let time = 0; time < 2; time += 1) {
      const admission = breaker.admit();
      if (admission.admitted) admission.permit.failed('down');
    }
    await pass(60);
    expect(checkedAt).to.deep.equal([60, 61]);
  });

  test('leaves alone what asked for it', async () => {
    let quietUntilMs = 0;
    begin(true, () => quietUntilMs);
    quietUntilMs = performance.now() + 1_000;
    await pass(999);
    expect(checkedAt).to.deep.equal([100]);
    await pass(2);
    expect(checkedAt).to.have.length(2);
  });

  test('does nothing when switched off or stopped', async () => {
    begin(false);
    breaker.admit();
    await pass(300);
    begin();
    watch.stop();
    await pass(300);
    expect(checkedAt).to.be.empty;
  });
});
