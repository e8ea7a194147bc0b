import type { LevelTracker } from './level-tracker';

/** The level and the notices as users are shown them, the same wherever they look. */
export function publishedLevel({ level, sinceMs, notices }: ReturnType<LevelTracker['reading']>): object {
  return {
    level,
    since: new Date(sinceMs).toISOString(),
    notices: notices.map(({ code, sentence, stillWorks, sinceMs }) => ({
      code,
      sentence,
      stillWorks,
      since: new Date(sinceMs).toISOString(),
    })),
  };
}
