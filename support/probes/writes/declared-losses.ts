import type { LogLine } from '../../environments/service/running-service';
import { personas } from '../../users/personas';
import type { RecordedWrite } from '../../users/writers';
import { statusOfWrite } from '../../users/writing';

/**
 * The keys of the writes whose users, asking for them, are told that they are lost. All that were acknowledged are asked
 * for, also those that were done at once: a service that calls too much lost is found out, too.
 */
export async function declaredLosses(url: string, attempts: readonly RecordedWrite[]): Promise<string[]> {
  const lost = new Set<string>();
  for (const { user, key, outcome } of attempts) {
    if (key === undefined || outcome !== 'acknowledged' || lost.has(key)) continue;
    if ((await statusOfWrite(url, personas[user], key)).status === 'lost') lost.add(key);
  }
  return [...lost];
}

/** What the log says of losses, less what it has withdrawn. Pure. */
export function lossesInTheLog(lines: readonly LogLine[]): { keys: Set<string>; levels: Set<string> } {
  const keys = new Set<string>();
  const levels = new Set<string>();
  for (const line of lines) {
    const named = ((line.writes ?? []) as { key: string }[]).map(({ key }) => key);
    if (line.event === 'journal.writes-lost') {
      for (const key of named) keys.add(key);
      levels.add(`${line.level}${line.alert === true ? ', alert' : ''}`);
    }
    if (line.event === 'journal.loss-withdrawn') for (const key of named) keys.delete(key);
  }
  return { keys, levels };
}
