import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { Told } from '../../users/side-by-side/side-by-side-traffic';
import type { Sample } from '../metrics-page';
import { disagreements, ownAccount } from './own-account';

const told = (each: Partial<Told>): Told => ({
  became: 'served',
  manner: 'as usual',
  code: undefined,
  status: 200,
  askedAtMs: 0,
  endedAtMs: 0,
  writing: undefined,
  key: '',
  operation: 'ask',
  dueAtMs: 0,
  source: undefined,
  ...each,
});
const sample = (name: string, value: number, labels = {}): Sample => ({ name, value, labels });
const seen = [
  told({ became: 'refused' }),
  told({ became: 'too late' }),
  told({ operation: 'read', manner: 'from a copy', source: 'cache' }),
  told({ operation: 'read', source: 'database' }),
  told({ operation: 'summarise' }),
];
const log = [
  { event: 'service-level.changed', from: 'full', to: 'degraded', time: 1_000 },
  { event: 'service-level.changed', from: 'degraded', to: 'full', time: 3_500 },
];
const page = (change: Readonly<Record<string, number>> = {}): Sample[] => [
  sample('answers_total', 100, { outcome: 'complete' }),
  sample('answers_total', change.refused ?? 6, { outcome: 'assistant_unavailable' }),
  sample('conversation_reads_total', change.stale ?? 1, { outcome: 'stale copy' }),
  sample('conversation_reads_total', change.real ?? 2, { outcome: 'database' }),
  sample('service_recovery_duration_seconds_count', change.returns ?? 1),
  sample('service_recovery_duration_seconds_sum', change.seconds ?? 2.5),
];
const before = [sample('answers_total', 5, { outcome: 'assistant_unavailable' })];
const disagreed = (change: Readonly<Record<string, number>>): string =>
  disagreements(ownAccount({ told: seen, before, after: page(change), log })).join('; ');

describe("a service's own account", () => {
  test('agrees where it is what was seen, or what nobody could hear', () => {
    for (const change of [{}, { refused: 7 }, { stale: 3 }, { real: 1 }, { seconds: 2.59 }])
      expect(disagreed(change), JSON.stringify(change)).to.equal('');
  });

  for (const [change, words] of [
    [{ refused: 5 }, 'requests refused: the service counted 0, seen were 1 to 2'],
    [{ refused: 8 }, 'requests refused: the service counted 3, seen were 1 to 2'],
    [{ stale: 0 }, 'conversations shown from a stale copy: the service counted 0, seen were 1 to 3'],
    [{ real: 4 }, 'conversations read from the database: the service counted 4, seen were 1 to 3'],
    [{ returns: 2 }, 'returns to full service: the service counted 2, seen were 1 to 1'],
    [{ seconds: 2.3 }, 'seconds without full service: the service counted 2.3, seen were 2.4 to 2.6'],
  ] as const) {
    test(`does not where ${words}`, () => {
      expect(disagreed(change)).to.equal(words);
    });
  }
});
