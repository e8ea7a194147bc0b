import type { Variant } from '../variant';

const common = { tags: '', runs: 'named' } as const;
const aMinute = 'A minute of faults, with resilience and without';
const tooFewServed = 'with resilience: more than 99.9 % were to be served';

/** What resilience is worth. Each of these takes away one of the means, or what the measure itself stands on. */
export const worthVariants: readonly Variant[] = [
  {
    ...common,
    name: 'worth-without-another-provider',
    wrong: 'Only the first provider is ever asked.',
    file: 'reference-service/routing/journey.ts',
    find: 'of inOrder.entries()) {',
    replace: 'of inOrder.slice(0, 1).entries()) {',
    mustFail: { [aMinute]: tooFewServed },
  },
  {
    ...common,
    name: 'worth-without-copies',
    wrong: 'While the database is out no copy is shown.',
    file: 'reference-service/cache/cached-conversations.ts',
    find: 'if (!copy) throw error;',
    replace: 'if (copy || !copy) throw error;',
    mustFail: { [aMinute]: tooFewServed },
  },
  {
    ...common,
    name: 'worth-without-journal',
    wrong: 'While the database is out no write is accepted.',
    file: 'reference-service/writes/writes.ts',
    find: 'if (isOut && this.#journal) return this.#append(write, error);',
    replace: 'if (isOut && !this.#journal) return this.#append(write, error);',
    mustFail: { [aMinute]: tooFewServed },
  },
  {
    ...common,
    name: 'worth-switch-does-nothing',
    wrong: 'The switch that turns resilience off turns nothing off.',
    file: 'reference-service/compose.ts',
    find: 'const policy = policyWith(configuration.policy);',
    replace: 'const policy = { ...policyWith(configuration.policy), resilience: true };',
    mustFail: { [aMinute]: 'without: at most 95 % were to be served' },
  },
  {
    ...common,
    name: 'worth-recoveries-told-too-short',
    wrong: 'The metrics say that recoveries take half as long as they do.',
    file: 'reference-service/telemetry/metrics.ts',
    find: 'this.#recoverySeconds.observe(afterMs / 1000);',
    replace: 'this.#recoverySeconds.observe(afterMs / 2000);',
    mustFail: { [aMinute]: 'seconds without full service' },
  },
];
