import type { Condition, Outages } from './service-level';

/** What applies to saving and reading now; of what excludes one another, just the worst. */
export function storageConditionsOf(outages: Outages, isAssistantOut: boolean): Condition[] {
  // Its writes can be accepted, and what was read before shown: where that is so, it is a shortage and no outage.
  const isShort = outages.databaseIsShortOfConnections ?? false;
  if (outages.database && outages.redis) return [storageOut];
  if (outages.database && !isShort) return [databaseOut(outages, isAssistantOut), ...cacheFull(outages)];
  const isAccepted = (outages.journalIsUsable && !outages.redis && !outages.redisTakesNoWrites) ?? false;
  return [
    ...(isShort ? [shortOfConnections(isAccepted)] : []),
    ...(outages.databaseIsReadOnly ? [readOnly(isAccepted)] : []),
    ...(outages.databaseIsSlow ? [slow] : []),
    ...cacheTrouble(outages),
  ];
}

const nothingIsLost = 'Please come back a little later; nothing that was saved is lost.';

const storageOut: Condition = {
  code: 'storage_out',
  level: 'unavailable',
  sentence: 'Conversations can neither be read nor saved at the moment.',
  stillWorks: nothingIsLost,
};

function databaseOut(outages: Outages, isAssistantOut: boolean): Condition {
  return {
    code: 'database_out',
    level: 'cache-only',
    sentence:
      outages.journalIsUsable && !outages.redisTakesNoWrites
        ? 'Conversations are shown as they last were, if at all; what you save is accepted and put in place later.'
        : 'Conversations are shown as they last were, if at all, and cannot be saved at the moment.',
    stillWorks: isAssistantOut ? nothingIsLost : 'The assistant still answers questions.',
  };
}

function cacheTrouble(outages: Outages): Condition[] {
  if (!outages.redis && !outages.redisTakesNoWrites) return [];
  if (outages.journalMayHold)
    return [
      {
        code: 'writes_pending',
        level: 'limited',
        sentence:
          'Some of what you saved may still have to be put in place, and nothing more can be saved at the moment.',
        stillWorks: 'Nothing that was accepted is lost; conversations can be read and begun.',
      },
    ];
  if (!outages.redis) return cacheFull(outages);
  return [
    {
      code: 'redis_out',
      level: 'degraded',
      sentence: 'Copies of conversations cannot be used at the moment.',
      stillWorks: 'Everything works.',
    },
  ];
}

function cacheFull({ redisTakesNoWrites }: Outages): Condition[] {
  if (!redisTakesNoWrites) return [];
  return [
    {
      code: 'redis_full',
      level: 'degraded',
      sentence: 'Copies of conversations cannot be renewed at the moment.',
      stillWorks: 'What works besides does not depend on it.',
    },
  ];
}

function shortOfConnections(isAccepted: boolean): Condition {
  return {
    code: 'database_short',
    level: isAccepted ? 'degraded' : 'limited',
    sentence: isAccepted
      ? 'Conversations may be shown as they last were; what you save is accepted and put in place later.'
      : 'Conversations may be shown as they last were, and cannot be saved at the moment.',
    stillWorks: isAccepted ? 'Everything works.' : 'Reading what was read before works.',
  };
}

function readOnly(isAccepted: boolean): Condition {
  return {
    code: 'database_read_only',
    level: isAccepted ? 'degraded' : 'limited',
    sentence: isAccepted
      ? 'What you save is accepted and put in place later.'
      : 'Nothing can be saved at the moment.',
    stillWorks: 'Reading works as usual.',
  };
}

const slow: Condition = {
  code: 'database_slow',
  level: 'degraded',
  sentence: 'Reading and saving take longer than usual.',
  stillWorks: 'Everything works.',
};
