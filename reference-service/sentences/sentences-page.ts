import { userErrors } from '../errors/user-error';
import { type Condition, conditionsOf, type Outages } from '../service-level/service-level';

/** Where the page lies, from the root of the project. */
export const SENTENCES_PATH = 'docs/what-users-are-told.md';

/** What is said instead of the names of parts of the service. */
const parts: Readonly<Record<string, string>> = {
  conversations: 'Reading and writing conversations still works. (Left out where it does not.)',
  assistant: 'The assistant still answers questions. (Left out where it does not.)',
};

/** Every distinct notice, in the order of its code: all that what can be out, alone and together, makes the service say. */
export function allNotices(): Condition[] {
  const distinct = new Map<string, Condition>();
  for (const condition of allOutages().flatMap(conditionsOf))
    distinct.set([condition.code, condition.sentence, condition.stillWorks].join('|'), condition);
  return [...distinct.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, condition]) => condition);
}

/** All that users can be told, on one page, for a person to read. */
export function sentencesPage(): string {
  const notices = allNotices().map(
    ({ code, level, sentence, stillWorks }) => `| ${code} | ${level} | ${sentence} | ${stillWorks} |`,
  );
  const refusals = Object.entries(userErrors).map(
    ([code, entry]) =>
      `| ${code} | ${entry.status} | ${entry.class} | ${entry.sentence} | ${parts[entry.stillWorks] ?? entry.stillWorks} |`,
  );
  return [
    '# What users are told',
    '',
    'Written by `npm run sentences` from the reference service; a test holds it to it. Every sentence that somebody who uses it can meet',
    'stands here once, to be read by people who decide how their users are spoken to.',
    '',
    '## Notices',
    '',
    'Shown by `/v1/status` while something is limited, each with the time since when. The worst one names the service level.',
    '',
    '| code | level | what is limited | what still works, or what to do |',
    '|---|---|---|---|',
    ...notices,
    '',
    '## Refusals',
    '',
    'Where trying again makes sense, "Please try again in N seconds." follows.',
    '',
    '| code | status | class | what happened | what still works, or what to do |',
    '|---|--:|---|---|---|',
    ...refusals,
    '',
  ].join('\n');
}

/** Every combination of what can be out, with two providers. */
function allOutages(): Outages[] {
  const flags = [
    'database',
    'redis',
    'analytics',
    'isShedding',
    'databaseIsReadOnly',
    'databaseIsShortOfConnections',
    'databaseIsSlow',
    'redisTakesNoWrites',
    'journalIsUsable',
    'journalMayHold',
    'hasLostWrites',
    'firstProviderAnswers',
  ] as const;
  return [
    [0, 0],
    [1, 0],
    [2, 0],
    [0, 1],
    [0, 2],
    [1, 1],
  ].flatMap(([providersOut = 0, providersWaitedFor = 0]) =>
    Array.from({ length: 2 ** flags.length }, (_, bits) => ({
      ...(Object.fromEntries(flags.map((flag, index) => [flag, Boolean((bits >> index) & 1)])) as Record<
        (typeof flags)[number],
        boolean
      >),
      providers: 2,
      providersOut,
      providersWaitedFor,
    })),
  );
}
