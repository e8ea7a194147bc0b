import type { Variant } from '../variant';

const database = 'reference-service/database/database.ts';
const common = { tags: '', runs: 'named' } as const;
const rows = (title: string, faults: readonly string[], words: string): Record<string, string> =>
  Object.fromEntries(faults.map((fault) => [title.replace('<>', fault), words]));

/** The connections to the database, and the way back. */
export const poolVariants: readonly Variant[] = [
  {
    ...common,
    name: 'pool-never-refilled',
    wrong: 'Connections that were lost are only replaced when users need them.',
    file: 'reference-service/health/dependency-check.ts',
    find: "if (database.breaker.reading().state === 'closed') void database.refill();",
    replace: '',
    mustFail: {
      ...rows(
        'Whole again by itself after the database was <>',
        ['killed', 'frozen', 'refused', 'black-holed', 'short-of-connections', 'credentials-rejected'],
        'the database counted',
      ),
      ...rows(
        'Whole again by itself although nobody noticed: <>',
        ['cut', 'restarted', 'read-only'],
        'the database counted',
      ),
      'Back in full service after the database was restarted': 'the database counted',
    },
  },
  {
    ...common,
    name: 'dead-connections-handed-out',
    wrong: 'Conversations are read over the first connection for ever.',
    file: 'reference-service/database/conversations.ts',
    find: 'this.#database.run(async (client) => {',
    replace:
      'this.#database.run(async (lent) => {\n        const kept = this as unknown as { first?: typeof lent };\n        kept.first ??= lent;\n        const client = kept.first;',
    mustFail: rows(
      'No dead connection is handed out after <>',
      ['killed', 'refused', 'short-of-connections', 'credentials-rejected'],
      'a reading: not_checkable',
    ),
  },
  {
    ...common,
    name: 'connections-without-end',
    wrong: 'As many connections are opened as there are callers.',
    file: database,
    find: '      max: maxConnections,',
    replace: '      max: 10 * maxConnections,',
    mustFail: { '40 readers at once share four connections': 'connections to the database stood at once' },
  },
  {
    ...common,
    name: 'waits-for-connections-for-ever',
    wrong: 'Whoever waits for a free connection waits for as long as it takes.',
    file: 'reference-service/admission/connection-turns.ts',
    find: "const patience = setTimeout(() => ticket.refuse('too late'), this.#policy.maxWaitMs);",
    replace: "const patience = setTimeout(() => ticket.refuse('too late'), 100 * this.#policy.maxWaitMs);",
    mustFail: { 'Who gets no connection in time is told so': 'milliseconds until a reader was answered' },
  },
  {
    ...common,
    name: 'crowds-taken-for-outages',
    wrong: 'Who gets no connection because others have them counts as a failure of the database.',
    file: database,
    find: 'return this.turns.take({ priority: storageClassOf(story.plan, story.operation), gone: story.gone });',
    replace: `return this.turns
      .take({ priority: storageClassOf(story.plan, story.operation), gone: story.gone })
      .catch((error: unknown) => {
        const admission = this.breaker.admit();
        if (admission.admitted) admission.permit.failed('busy');
        throw error;
      });`,
    mustFail: { 'A crowd that waits for connections is no outage': 'the service level went through' },
  },
  {
    ...common,
    name: 'pool-misreported',
    wrong: 'The metrics count only those connections that are in use.',
    file: 'reference-service/telemetry/pool-metrics.ts',
    find: "this.set({ state: 'idle' }, idle);",
    replace: "this.set({ state: 'idle' }, 0 * idle);",
    mustFail: { 'Whole again by itself after the database was killed': 'the metrics told of 0 connections' },
  },
  {
    ...common,
    name: 'looked-after-too-seldom',
    wrong: 'With the production defaults dependencies are checked every 10 seconds.',
    file: 'reference-service/policy.ts',
    find: 'dependencies: { enabled: true, intervalMs: 1_000, recheckMs: 200 },',
    replace: 'dependencies: { enabled: true, intervalMs: 10_000, recheckMs: 200 },',
    mustFail: {
      'Known without users within seconds: the database is frozen': 'the service level was "full"',
      'Known without users within seconds: the database is slow': 'the service level was "full"',
      'Known without users within seconds: the cache is frozen': 'the service level was "full"',
    },
  },
  {
    ...common,
    name: 'back-too-late',
    wrong: 'With the production defaults the level rises only after 40 seconds.',
    file: 'reference-service/policy.ts',
    find: 'serviceLevel: { holdMs: 2_000 },',
    replace: 'serviceLevel: { holdMs: 40_000 },',
    mustFail: {
      'Back in full service after the database was short-of-connections': 'the service level was "degraded"',
      'Back in full service after the cache was killed': 'the service level was "degraded"',
      'Back in full service after the cache was frozen': 'the service level was "degraded"',
      'Back with all that was accepted after both were killed': 'the service level was "',
    },
  },
];
