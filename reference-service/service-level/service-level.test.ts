import { describe, test } from 'node:test';
import { expect } from 'chai';
import { conditionsOf, levelOf } from './service-level';

describe('the table of service levels', () => {
  for (const [providersOut, database, redis, level, codes] of [
    [0, false, false, 'full', []],
    [1, false, false, 'degraded', ['assistant_fallback']],
    [2, false, false, 'limited', ['assistant_out']],
    [0, false, true, 'degraded', ['redis_out']],
    [1, false, true, 'degraded', ['redis_out', 'assistant_fallback']],
    [2, false, true, 'limited', ['assistant_out', 'redis_out']],
    [0, true, false, 'cache-only', ['database_out']],
    [1, true, false, 'cache-only', ['database_out', 'assistant_fallback']],
    [2, true, false, 'cache-only', ['database_out', 'assistant_out']],
    [0, true, true, 'unavailable', ['storage_out']],
    [2, true, true, 'unavailable', ['storage_out', 'assistant_out']],
  ] as const) {
    const out = [`${providersOut} of 2 providers`, database && 'PostgreSQL', redis && 'Redis'].filter(
      Boolean,
    );
    test(`${out.join(', ')} out: ${level}`, () => {
      const conditions = conditionsOf({ providersOut, providersWaitedFor: 0, providers: 2, database, redis });
      expect(levelOf(conditions)).to.equal(level);
      expect(conditions.map(({ code }) => code)).to.deep.equal(codes);
    });
  }

  test('one of 2 providers out, and not the one that is asked first', () => {
    const outages = { providersOut: 1, providersWaitedFor: 0, providers: 2, database: false, redis: false };
    const conditions = conditionsOf({ ...outages, firstProviderAnswers: true });
    expect(levelOf(conditions)).to.equal('degraded');
    expect(conditions.map(({ code }) => code)).to.deep.equal(['assistant_reserve']);
  });

  for (const [providersOut, providersWaitedFor, codes] of [
    [0, 1, []],
    [0, 2, ['assistant_waits']],
    [1, 1, ['assistant_waits', 'assistant_fallback']],
  ] as const) {
    test(`${providersWaitedFor} of 2 providers waited for and ${providersOut} out`, () => {
      const outages = { providersOut, providersWaitedFor, providers: 2, database: false, redis: false };
      expect(conditionsOf(outages).map(({ code }) => code)).to.deep.equal(codes);
      expect(levelOf(conditionsOf(outages))).to.equal(codes.length > 0 ? 'degraded' : 'full');
    });
  }

  test('the only provider out is every provider out', () => {
    const outages = { providersOut: 1, providersWaitedFor: 0, providers: 1, database: false, redis: false };
    expect(levelOf(conditionsOf(outages))).to.equal('limited');
  });

  for (const [what, out, level, codes] of [
    [
      'Redis out, accepted writes may wait',
      { redis: true, journalMayHold: true },
      'limited',
      ['writes_pending'],
    ],
    ['Redis out, none waits', { redis: true, journalMayHold: false }, 'degraded', ['redis_out']],
    ['accepted writes wait', { journalMayHold: true, journalIsUsable: true }, 'full', []],
    [
      'PostgreSQL out, the journal usable',
      { database: true, journalIsUsable: true, journalMayHold: true },
      'cache-only',
      ['database_out'],
    ],
    ['both out', { database: true, redis: true, journalMayHold: true }, 'unavailable', ['storage_out']],
    [
      'PostgreSQL read-only, the journal usable',
      { databaseIsReadOnly: true, journalIsUsable: true },
      'degraded',
      ['database_read_only'],
    ],
    ['PostgreSQL read-only, no journal', { databaseIsReadOnly: true }, 'limited', ['database_read_only']],
    ['PostgreSQL slow', { databaseIsSlow: true }, 'degraded', ['database_slow']],
    [
      'PostgreSQL short of connections, the journal usable',
      { database: true, databaseIsShortOfConnections: true, journalIsUsable: true },
      'degraded',
      ['database_short'],
    ],
    [
      'PostgreSQL short of connections, Redis full',
      { databaseIsShortOfConnections: true, journalIsUsable: true, redisTakesNoWrites: true },
      'limited',
      ['database_short', 'redis_full'],
    ],
    [
      'PostgreSQL short of connections, Redis out',
      { database: true, databaseIsShortOfConnections: true, redis: true },
      'unavailable',
      ['storage_out'],
    ],
    ['Redis full', { redisTakesNoWrites: true }, 'degraded', ['redis_full']],
    [
      'Redis full, accepted writes wait',
      { redisTakesNoWrites: true, journalMayHold: true },
      'limited',
      ['writes_pending'],
    ],
    [
      'PostgreSQL out, Redis full',
      { database: true, redisTakesNoWrites: true },
      'cache-only',
      ['database_out', 'redis_full'],
    ],
    [
      'PostgreSQL read-only, then out',
      { databaseIsReadOnly: true, database: true },
      'cache-only',
      ['database_out'],
    ],
  ] as const) {
    test(`${what}: ${level}`, () => {
      const healthy = { providersOut: 0, providersWaitedFor: 0, providers: 2, database: false, redis: false };
      const conditions = conditionsOf({ ...healthy, ...out });
      expect(levelOf(conditions)).to.equal(level);
      expect(conditions.map(({ code }) => code)).to.deep.equal(codes);
    });
  }
});
