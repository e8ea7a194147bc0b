import { storageConditionsOf } from './storage-conditions';

/** From best to worst. */
export const serviceLevels = ['full', 'degraded', 'limited', 'cache-only', 'unavailable'] as const;

export type ServiceLevel = (typeof serviceLevels)[number];

/** What is out; only what is configured can be. */
export interface Outages {
  /** Those that rest, and those that asked to be left alone for longer than a question is held back. */
  providersOut: number;
  /** Whether the one that is asked first is none of them. */
  firstProviderAnswers?: boolean;
  /** Those that asked to be left alone for a little while. */
  providersWaitedFor: number;
  providers: number;
  database: boolean;
  redis: boolean;
  /** More is asked of the database than can be done at once, and some of it is refused. */
  isShedding?: boolean;
  /** ClickHouse. */
  analytics?: boolean;
  /** PostgreSQL answers and takes no writes. */
  databaseIsReadOnly?: boolean;
  /** PostgreSQL answers, but grants no connections, or too few. */
  databaseIsShortOfConnections?: boolean;
  /** PostgreSQL answers, but late. */
  databaseIsSlow?: boolean;
  /** Redis answers and takes no writes. */
  redisTakesNoWrites?: boolean;
  /** Writes that PostgreSQL does not take can be accepted. */
  journalIsUsable?: boolean;
  /** Accepted writes wait, or may wait. */
  journalMayHold?: boolean;
  /** Accepted writes were lost not long ago, and their users have not sent them again. */
  hasLostWrites?: boolean;
}

/** Something a user should know, with the level it makes. */
export interface Condition {
  code: string;
  level: ServiceLevel;
  /** What is limited, in words for a user. */
  sentence: string;
  stillWorks: string;
}

const fallback: Condition = {
  code: 'assistant_fallback',
  level: 'degraded',
  sentence: 'Some answers come from another model than usual.',
  stillWorks: 'Everything works.',
};

const lessReserve: Condition = {
  code: 'assistant_reserve',
  level: 'degraded',
  sentence: 'The assistant answers as usual, but with less in reserve for further trouble.',
  stillWorks: 'Everything works.',
};

/** What applies now, worst first. The worst one names the level. */
export function conditionsOf(outages: Outages): Condition[] {
  const isAssistantOut = outages.providersOut > 0 && outages.providersOut === outages.providers;
  const conditions = storageConditionsOf(outages, isAssistantOut);
  if (isAssistantOut) {
    conditions.push({
      code: 'assistant_out',
      level: 'limited',
      sentence: 'The assistant cannot answer new questions at the moment.',
      stillWorks: outages.database
        ? 'Please come back a little later; nothing that was saved is lost.'
        : 'What no other notice speaks of works as usual.',
    });
  } else if (outages.providersOut + outages.providersWaitedFor === outages.providers) {
    conditions.push({
      code: 'assistant_waits',
      level: 'degraded',
      sentence: 'Questions to the assistant wait their turn at the moment.',
      stillWorks: 'They are answered a little later; everything else works as usual.',
    });
  }
  if (!isAssistantOut && outages.providersOut > 0) {
    conditions.push(outages.firstProviderAnswers ? lessReserve : fallback);
  }
  if (outages.isShedding) {
    conditions.push({
      code: 'too_busy',
      level: 'degraded',
      sentence: 'So much is asked of us at the moment that some of it is turned away.',
      stillWorks:
        'Orders come first, then conversations; what was turned away can be sent again a little later.',
    });
  }
  if (outages.analytics) {
    conditions.push({
      code: 'usage_out',
      level: 'degraded',
      sentence: 'Usage reports cannot be shown at the moment.',
      stillWorks: 'What no other notice speaks of works as usual.',
    });
  }
  if (outages.hasLostWrites) {
    // It limits nothing; but nobody shall learn of it by chance.
    conditions.push({
      code: 'writes_lost',
      level: 'full',
      sentence: 'Some of what was accepted during an outage has been lost and must be saved again.',
      stillWorks: 'What was lost is called so under its key, and can be sent again under the same key.',
    });
  }
  return conditions.sort((one, other) => rank(other.level) - rank(one.level));
}

/** The level that these conditions make together. */
export function levelOf(conditions: readonly Condition[]): ServiceLevel {
  return conditions.reduce<ServiceLevel>(
    (worst, { level }) => (rank(level) > rank(worst) ? level : worst),
    'full',
  );
}

/** 0 for full; higher is worse. */
export function rank(level: ServiceLevel): number {
  return serviceLevels.indexOf(level);
}
