import type { Variant } from '../variant';

const common = { tags: '', runs: 'named' } as const;
const app = 'reference-service/http/app.ts';
const refusals = 'Each refusal while no provider answers';
const refusalsAtFull = 'Each refusal at "full", with the database well and the cache well';
const attempts = 'Each failed attempt, although another provider answers';
const ofDatabase = 'A failure of the database, although a copy is shown';
const ofCache = 'Failures of the cache, although the database answers';

/** What the log keeps of failures. */
export const writtenDownVariants: readonly Variant[] = [
  {
    ...common,
    name: 'refusals-logged-without-user',
    wrong: 'The log does not say who was refused.',
    file: app,
    find: '    user: request.user?.name,\n',
    replace: '',
    mustFail: { [refusals]: "to have property 'user'", [refusalsAtFull]: "to have property 'user'" },
  },
  {
    ...common,
    name: 'refusals-logged-twice',
    wrong: 'Every refusal stands in the log twice.',
    file: app,
    find: "  if (told.status === 401) reply.header('www-authenticate', 'Bearer');",
    replace:
      "  request.log.info(context);\n  if (told.status === 401) reply.header('www-authenticate', 'Bearer');",
    mustFail: { [refusals]: 'lines about this refusal', [refusalsAtFull]: 'lines about this refusal' },
  },
  {
    ...common,
    name: 'setbacks-logged-without-level',
    wrong: 'The log does not say at which level an attempt failed.',
    file: 'reference-service/compose.ts',
    find: '{ user, operation, serviceLevel: level.level }',
    replace: '{ user, operation, serviceLevel: undefined as unknown as string }',
    mustFail: { [attempts]: "to have property 'serviceLevel'" },
  },
  {
    ...common,
    name: 'failures-of-dependencies-not-logged',
    wrong: 'What the database and the cache fail at is not written down.',
    file: 'reference-service/telemetry/dependency-failure.ts',
    find: 'log.warn(context,',
    replace: 'log.trace(context,',
    mustFail: { [ofDatabase]: '0 failures of the database', [ofCache]: '0 failures of the redis' },
  },
  {
    ...common,
    name: 'failures-of-dependencies-without-user',
    wrong: 'The log does not say whom a failure of the database or the cache concerned.',
    file: 'reference-service/telemetry/dependency-failure.ts',
    find: '    ...toldOf(requestStory.getStore()),\n',
    replace: '',
    mustFail: { [ofDatabase]: '0 failures of the database', [ofCache]: '0 failures of the redis' },
  },
  {
    ...common,
    name: 'questions-logged',
    wrong: 'What people ask stands in the log.',
    file: 'reference-service/http/chat-routes.ts',
    find: '      const question = questionIn(request.body);\n',
    replace:
      "      const question = questionIn(request.body);\n      request.log.info({ event: 'asked', question }, 'somebody asked');\n",
    mustFail: { [attempts]: 'must stand in no log', [refusalsAtFull]: 'must stand in no log' },
  },
];
