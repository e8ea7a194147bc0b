import type { Variant } from '../variant';

const common = { tags: '', runs: 'named' } as const;

/** Users who go on reading and writing while storage goes away and comes back. */
export const outageVariants: readonly Variant[] = [
  {
    ...common,
    name: 'never-as-before',
    wrong: 'The level does not rise again.',
    file: 'reference-service/compose.ts',
    find: 'policy.serviceLevel.holdMs,',
    replace: '1_000 * policy.serviceLevel.holdMs,',
    mustFail: {
      'Users go on while the database is refused': 'the service last showed',
      'Users go on while the cache is refused': 'the service last showed',
      'Users go on while database and cache are refused': 'the service last showed',
      'Neither notice nor lower level once the database is back': 'service level',
    },
  },
];
