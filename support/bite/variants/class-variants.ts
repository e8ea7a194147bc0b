import type { Variant } from '../variant';

const received = (role: string, got: number, wanted: number | string): string =>
  `requests that the ${role} provider received: expected ${got} to equal ${wanted}`;

/** What is done about each class of failure. */
export const classVariants: readonly Variant[] = [
  {
    name: 'no-retry',
    wrong: 'A transient failure is not retried.',
    file: 'reference-service/routing/journey.ts',
    find: "if (error.route !== 'retry') return false;",
    replace: "if ((error.route as string) !== 'never') return false;",
    tags: '',
    runs: 'named',
    mustFail: {
      'transient: the provider is failing': received('primary', 1, 2),
      'transient: the provider is overloaded': received('primary', 1, 2),
      'transient: the provider is cut short half-way': received('primary', 1, 2),
      'A failure that is retried can end well': "expected all of the primary provider's",
    },
  },
  {
    name: 'retry-after-timeout',
    wrong: 'A provider that was silent is asked a second time.',
    file: 'reference-service/routing/journey.ts',
    find: "if (error.route !== 'retry') return false;",
    replace: "if (error.route === 'alert') return false;",
    tags: '',
    runs: 'named',
    mustFail: {
      'degraded: the provider is hanging': received('primary', 2, 1),
    },
  },
  {
    name: 'user-errors-fail-over',
    wrong: "A user's own mistake is tried at the next provider too.",
    file: 'reference-service/errors/error-class.ts',
    find: "fatal: 'refuse',",
    replace: "fatal: 'fail over',",
    tags: '',
    runs: 'named',
    mustFail: {
      'fatal: the provider finds the question too long': received('secondary', 1, 0),
      'fatal: the provider refuses the content': received('secondary', 1, 0),
      'The user is told what to change: invalid_request': 'was complete',
    },
  },
  {
    name: 'class-not-logged',
    wrong: 'The log calls every failure transient.',
    file: 'reference-service/telemetry/setback-recorder.ts',
    find: 'class: failure.errorClass, route:',
    replace: "class: 'transient', route:",
    tags: '',
    runs: 'named',
    mustFail: {
      'degraded: the provider is rate limiting': 'to deeply equal',
      'persistent: the provider is out of quota': 'to deeply equal',
      'persistent: the provider rejects the credentials': 'to deeply equal',
    },
  },
  {
    name: 'staff-not-alerted',
    wrong: 'Nobody is alerted to a provider that is out until somebody acts.',
    file: 'reference-service/telemetry/setback-recorder.ts',
    find: '{ ...context, alert: true },',
    replace: 'context,',
    tags: '',
    runs: 'named',
    mustFail: {
      'Staff are alerted when the provider is out of quota': 'expected +0 to equal 1',
      'Staff are alerted when the provider rejects the credentials': 'expected +0 to equal 1',
    },
  },
  {
    name: 'user-not-told-what-to-change',
    wrong: 'Every mistake of a user is answered alike.',
    file: 'reference-service/routing/refusal-for.ts',
    find: "callersMistakes[last.code] ?? 'invalid_request'",
    replace: "last.code === 'deadline' ? 'deadline_exceeded' : 'not_found'",
    tags: '',
    runs: 'named',
    mustFail: {
      'The user is told what to change: question_too_long': 'not_found',
      'The user is told what to change: content_refused': 'not_found',
      'The user is told what to change: invalid_request': 'not_found',
    },
  },
];
