import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { FakeClock } from '../fixtures/fake-clock';
import type { BreakerPolicy } from '../policy';
import { Breaker, type Permit } from './breaker';
import type { BreakerTransition } from './breaker-state';

const policy: BreakerPolicy = {
  consecutiveFailures: 5,
  failureRate: { threshold: 0, minimumCalls: 4, windowCalls: 10, windowMs: 1_000 },
  openMs: 100,
  openGrowth: 2,
  maxOpenMs: 300,
  trials: 3,
  trialMs: 50,
  persistentOpenMs: 500,
};

let clock: FakeClock;
let transitions: BreakerTransition[];

const breakerWith = (overrides: Partial<BreakerPolicy> = {}): Breaker => {
  transitions = [];
  return new Breaker('primary', { ...policy, ...overrides }, (transition) => transitions.push(transition));
};
const permitOf = (breaker: Breaker): Permit => {
  const admission = breaker.admit();
  if (!admission.admitted) throw new Error(`must be admitted; got refused: ${admission.reason}`);
  return admission.permit;
};
const failing = (breaker: Breaker, times: number): void => {
  for (let time = 0; time < times; time += 1) permitOf(breaker).failed('500');
};
const succeeding = (breaker: Breaker, times: number): void => {
  for (let time = 0; time < times; time += 1) permitOf(breaker).succeeded();
};
const opened = (overrides: Partial<BreakerPolicy> = {}): Breaker => {
  const breaker = breakerWith(overrides);
  failing(breaker, 5);
  return breaker;
};
const triable = (overrides: Partial<BreakerPolicy> = {}): Breaker => {
  const breaker = opened(overrides);
  clock.pass(100);
  return breaker;
};
const state = (breaker: Breaker): string => breaker.reading().state;
const openTimes = (): (number | undefined)[] =>
  transitions.filter(({ to }) => to === 'open').map(({ openForMs }) => openForMs);

beforeEach(() => {
  clock = new FakeClock();
});
afterEach(() => clock[Symbol.dispose]());

describe('a closed breaker', () => {
  test('opens at the failure that reaches the threshold, not before', () => {
    const breaker = breakerWith();
    failing(breaker, 4);
    expect(breaker.reading()).to.include({ state: 'closed', consecutiveFailures: 4 });
    failing(breaker, 1);
    expect(breaker.reading()).to.include({ state: 'open' });
    expect(transitions).to.have.length(1);
    expect(transitions[0]).to.include({ from: 'closed', to: 'open', openForMs: 100 });
    expect(transitions[0]?.cause).to.equal('5 consecutive failures, the last one: 500');
  });

  test('begins the streak anew after a success, not after what is disregarded', () => {
    const breaker = breakerWith();
    failing(breaker, 4);
    permitOf(breaker).disregarded();
    expect(breaker.reading().consecutiveFailures).to.equal(4);
    permitOf(breaker).succeeded();
    failing(breaker, 4);
    expect(state(breaker)).to.equal('closed');
  });

  test('hears only the first verdict of a call', () => {
    const breaker = breakerWith();
    failing(breaker, 3);
    const permit = permitOf(breaker);
    permit.failed('500');
    permit.failed('500');
    permit.succeeded();
    permit.disregarded();
    expect(breaker.reading().consecutiveFailures).to.equal(4);
  });

  test('counts no streak when that rule is off', () => {
    const breaker = breakerWith({ consecutiveFailures: 0 });
    failing(breaker, 100);
    expect(state(breaker)).to.equal('closed');
  });

  test('opens at once and for longer when a failure is persistent', () => {
    const breaker = breakerWith();
    permitOf(breaker).failed('credentials_rejected', true);
    expect(openTimes()).to.deep.equal([500]);
  });
});

describe('the failure rate', () => {
  const rate = { threshold: 0.5, minimumCalls: 4, windowCalls: 10, windowMs: 1_000 };
  const byRate = () => breakerWith({ consecutiveFailures: 0, failureRate: rate });

  test('says nothing below the minimum of calls', () => {
    const breaker = byRate();
    failing(breaker, 3);
    expect(state(breaker)).to.equal('closed');
    failing(breaker, 1);
    expect(state(breaker)).to.equal('open');
  });

  test('opens when it reaches the threshold, not below it', () => {
    const below = byRate();
    succeeding(below, 3);
    failing(below, 2);
    expect(state(below)).to.equal('closed');
    failing(below, 1);
    expect(state(below)).to.equal('open');
    expect(transitions[0]?.cause).to.equal('3 of 6 calls failed, the last failure: 500');
  });

  test('may open at a success that completes the minimum', () => {
    const breaker = byRate();
    failing(breaker, 3);
    succeeding(breaker, 1);
    expect(transitions.map(({ cause }) => cause)).to.deep.equal(['3 of 4 calls failed']);
  });

  test('forgets failures older than the window', () => {
    const breaker = byRate();
    failing(breaker, 3);
    clock.pass(1_000);
    failing(breaker, 3);
    expect(state(breaker)).to.equal('closed');
  });

  test('does not count what is disregarded', () => {
    const breaker = byRate();
    failing(breaker, 3);
    permitOf(breaker).disregarded();
    expect(state(breaker)).to.equal('closed');
  });
});

describe('an open breaker', () => {
  test('refuses to the last millisecond and says how long still', () => {
    const breaker = opened();
    clock.pass(99);
    expect(breaker.admit()).to.deep.equal({ admitted: false, reason: 'open', retryAfterMs: 1 });
    clock.pass(1);
    expect(breaker.admit().admitted).to.equal(true);
    expect(transitions.at(-1)).to.include({ from: 'open', to: 'half-open', afterMs: 100 });
  });

  test('reads open until a trial begins, however often it is read', () => {
    const breaker = triable();
    const before = breaker.reading();
    for (let time = 0; time < 100; time += 1) breaker.reading();
    expect(breaker.reading()).to.deep.equal(before);
    expect(before.state).to.equal('open');
    expect(before.trialsFromMs).to.equal(before.sinceMs + 100);
    expect(transitions).to.have.length(1);
  });

  test('does not hear calls from before it opened', () => {
    const breaker = breakerWith();
    const late = [permitOf(breaker), permitOf(breaker), permitOf(breaker)];
    failing(breaker, 5);
    late[0]?.succeeded();
    late[1]?.failed('late');
    late[2]?.failed('late', true);
    expect(transitions).to.have.length(1);
    expect(breaker.reading().trialsFromMs).to.equal(breaker.reading().sinceMs + 100);
  });
});

describe('a half-open breaker', () => {
  test('admits exactly so many of a thousand at once', () => {
    const breaker = triable();
    const admissions = Array.from({ length: 1_000 }, () => breaker.admit());
    expect(admissions.filter(({ admitted }) => admitted)).to.have.length(3);
    expect(admissions[3]).to.deep.equal({ admitted: false, reason: 'trials-taken', retryAfterMs: 100 });
  });

  test('closes when all trials have succeeded, not before, with nothing remembered', () => {
    const breaker = triable();
    succeeding(breaker, 2);
    expect(breaker.reading().trials).to.deep.equal({ inFlight: 0, succeeded: 2, needed: 3 });
    succeeding(breaker, 1);
    expect(breaker.reading()).to.include({ state: 'closed', consecutiveFailures: 0 });
    failing(breaker, 4);
    expect(state(breaker)).to.equal('closed');
  });

  test('opens again when one trial fails', () => {
    const breaker = triable();
    succeeding(breaker, 2);
    failing(breaker, 1);
    expect(transitions.at(-1)).to.include({ from: 'half-open', to: 'open', cause: 'a trial failed: 500' });
  });

  test('gives the place of a disregarded trial to the next call and is not closed by it', () => {
    const breaker = triable();
    for (let time = 0; time < 10; time += 1) permitOf(breaker).disregarded();
    expect(breaker.reading().trials).to.deep.equal({ inFlight: 0, succeeded: 0, needed: 3 });
    succeeding(breaker, 3);
    expect(state(breaker)).to.equal('closed');
  });

  test('fails a trial that is silent for its whole time', () => {
    const breaker = triable();
    permitOf(breaker);
    clock.pass(49);
    expect(state(breaker)).to.equal('half-open');
    clock.pass(1);
    expect(transitions.at(-1)?.cause).to.equal('a trial failed: a trial without an end after 50 ms');
  });

  test('only takes the place back from a trial that still delivers', () => {
    const breaker = triable();
    const permits = [permitOf(breaker), permitOf(breaker), permitOf(breaker)];
    clock.pass(30);
    for (const permit of permits) permit.progressed();
    clock.pass(20);
    expect(breaker.reading().trials).to.deep.equal({ inFlight: 0, succeeded: 0, needed: 3 });
    succeeding(breaker, 3);
    expect(state(breaker)).to.equal('closed');
    permits[0]?.failed('late');
    expect(breaker.reading().consecutiveFailures).to.equal(0);
  });

  test('still hears how a long trial ends while it is half-open', () => {
    const failed = triable();
    const long = permitOf(failed);
    clock.pass(1);
    long.progressed();
    clock.pass(60);
    long.failed('stalled');
    expect(transitions.at(-1)?.cause).to.equal('a trial failed: stalled');

    const closed = triable();
    const answers = [permitOf(closed), permitOf(closed), permitOf(closed)];
    clock.pass(1);
    for (const permit of answers) permit.progressed();
    clock.pass(60);
    for (const permit of answers) permit.succeeded();
    expect(state(closed)).to.equal('closed');
  });

  test('hears nothing of trials from an earlier half-open time', () => {
    const breaker = triable();
    const old = [permitOf(breaker), permitOf(breaker)];
    failing(breaker, 1);
    clock.pass(200);
    const trial = permitOf(breaker);
    old[0]?.failed('old');
    old[1]?.succeeded();
    expect(breaker.reading().trials).to.deep.equal({ inFlight: 1, succeeded: 0, needed: 3 });
    trial.disregarded();
  });
});

describe('the open time', () => {
  test('grows with each opening in a row up to its cap, and is reset by closing', () => {
    const breaker = opened();
    for (const openMs of [100, 200, 300, 300]) {
      clock.pass(openMs);
      failing(breaker, 1);
    }
    expect(openTimes()).to.deep.equal([100, 200, 300, 300, 300]);
    clock.pass(300);
    succeeding(breaker, 3);
    failing(breaker, 5);
    expect(openTimes().at(-1)).to.equal(100);
  });

  test('never exceeds its cap, however often it grew', () => {
    const breaker = opened({ openGrowth: 1e300 });
    clock.pass(100);
    for (let time = 0; time < 3; time += 1) {
      failing(breaker, 1);
      clock.pass(300);
    }
    expect(openTimes().at(-1)).to.equal(300);
  });
});

test('whatever changes is told once, from the state that was left, with how long it lasted', () => {
  const breaker = triable();
  succeeding(breaker, 3);
  const told = transitions.map(({ from, to, afterMs }) => `${from} ${to} ${afterMs}`);
  expect(told).to.deep.equal(['closed open 0', 'open half-open 100', 'half-open closed 0']);
});
