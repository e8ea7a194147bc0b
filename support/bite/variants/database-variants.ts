import type { Variant } from '../variant';

const file = 'reference-service/database/database.ts';

/** The breaker of the database. */
export const databaseVariants: readonly Variant[] = [
  {
    name: 'database-failures-not-counted',
    wrong: "The database's failures are not counted.",
    file,
    find: 'if (isFailure) permit?.failed(causeOf(error), isPersistentFailure(error));',
    replace: 'if (causeOf(error) === "") permit?.failed(causeOf(error));',
    tags: '',
    runs: 'named',
    mustFail: {
      'Five failed reads open the breaker: the database is killed': "expected 'closed' to equal 'open'",
      'Five failed reads open the breaker: the database is frozen': "expected 'closed' to equal 'open'",
      'Five failed reads open the breaker: the database is refused': "expected 'closed' to equal 'open'",
      'Five failed reads open the breaker: the database is black-holed': "expected 'closed' to equal 'open'",
    },
  },
  {
    name: 'database-breaker-lets-through',
    wrong: "The database's open breaker refuses nobody.",
    file,
    find: 'if (!admission.admitted && this.#resilience) {',
    replace: 'if (!admission.admitted && !this.#resilience) {',
    tags: '',
    runs: 'named',
    mustFail: {
      'An open breaker spares the database': 'connections to the database since its breaker opened',
      'Half-open, only the trials reach the database': 'connections to the database since its breaker opened',
    },
  },
  {
    name: 'not-found-counts-as-failure',
    wrong: 'Asking for a conversation that does not exist counts as a failure of the database.',
    file,
    find: 'if (error instanceof UserError) return false;',
    replace: 'if (error instanceof UserError) return true;',
    tags: '',
    runs: 'named',
    mustFail: { 'What the user asks for in vain is no failure': "expected 'open' to equal 'closed'" },
  },
  {
    name: 'asking-needs-the-database',
    wrong: 'Nobody can ask while the database is out.',
    file: 'reference-service/http/chat-routes.ts',
    find: 'const question = questionIn(request.body);',
    replace:
      "const question = questionIn(request.body); if (level.level === 'cache-only') throw new UserError('assistant_unavailable');",
    tags: '',
    runs: 'named',
    mustFail: { "An open database breaker leaves the provider's closed": 'assistant_unavailable' },
  },
];
