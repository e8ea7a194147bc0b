import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { FakeClock } from '../fixtures/fake-clock';
import { type LevelChange, LevelTracker } from './level-tracker';
import { conditionsOf, type Outages } from './service-level';

describe('the service level', () => {
  let clock: FakeClock;
  let out: Outages;
  let changes: LevelChange[];
  let tracker: LevelTracker;
  const now = (change: Partial<Outages>): void => {
    Object.assign(out, change);
    tracker.update();
  };
  const told = (): string[] => changes.map(({ from, to }) => `${from} -> ${to}`);

  beforeEach(() => {
    clock = new FakeClock();
    out = { providers: 2, providersOut: 0, providersWaitedFor: 0, database: false, redis: false };
    changes = [];
    tracker = new LevelTracker(
      () => conditionsOf(out),
      100,
      (change) => changes.push(change),
    );
  });
  afterEach(() => {
    tracker.stop();
    clock[Symbol.dispose]();
  });

  test('falls at once and says why', () => {
    clock.pass(7);
    now({ database: true });
    expect(tracker.level).to.equal('cache-only');
    expect(changes).to.deep.equal([
      { from: 'full', to: 'cache-only', afterMs: 7, because: ['database_out'] },
    ]);
  });

  test('rises when the better state has held, not before', () => {
    now({ database: true });
    now({ database: false });
    clock.pass(99);
    expect(tracker.level).to.equal('cache-only');
    clock.pass(1);
    expect(tracker.level).to.equal('full');
    expect(tracker.reading().notices).to.be.empty;
  });

  test('does not wait longer because something else is told meanwhile', () => {
    now({ database: true });
    now({ database: false });
    clock.pass(60);
    now({});
    clock.pass(40);
    expect(tracker.level).to.equal('full');
  });

  test('begins to wait anew when it was bad in between', () => {
    now({ providersOut: 1 });
    for (let time = 0; time < 10; time += 1) {
      now({ providersOut: 0 });
      clock.pass(99);
      now({ providersOut: 1 });
      clock.pass(1);
    }
    expect(told(), 'no flapping').to.deep.equal(['full -> degraded']);
  });

  test('invents no level in between: two things that come back are one rise', () => {
    now({ database: true, redis: true, providersOut: 2 });
    now({ redis: false });
    now({ providersOut: 0 });
    now({ database: false });
    clock.pass(100);
    expect(told()).to.deep.equal(['full -> unavailable', 'unavailable -> full']);
  });

  test('rises to the level that holds, and from there on', () => {
    now({ database: true, providersOut: 1 });
    now({ database: false });
    clock.pass(100);
    now({ providersOut: 0 });
    clock.pass(100);
    expect(told()).to.deep.equal(['full -> cache-only', 'cache-only -> degraded', 'degraded -> full']);
  });

  test('is not kept down by what flaps between two better levels', () => {
    now({ database: true, providersOut: 1 });
    now({ database: false });
    for (let flap = 0; flap < 5; flap += 1) {
      clock.pass(30);
      now({ providersOut: 0 });
      clock.pass(30);
      now({ providersOut: 1 });
    }
    expect(told()).to.deep.equal(['full -> cache-only', 'cache-only -> degraded']);
  });

  test('changes its notices without changing the level, each with its own beginning', () => {
    now({ redis: true });
    const { sinceMs } = tracker.reading();
    clock.pass(10);
    now({ providersOut: 1 });
    const notices = tracker.reading().notices.map((notice) => [notice.code, notice.sinceMs - sinceMs]);
    expect(notices).to.deep.equal([
      ['redis_out', 0],
      ['assistant_fallback', 10],
    ]);
    expect(changes).to.have.length(1);
  });

  test('does not rise after it was stopped', () => {
    now({ database: true });
    now({ database: false });
    tracker.stop();
    clock.pass(1_000);
    expect(tracker.level).to.equal('cache-only');
  });
});
