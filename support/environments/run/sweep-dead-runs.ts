import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { clearRun } from './clear-run';
import { identityOf } from './processes';
import { slug } from './run-folder';
import { runsFolder } from './runs-folder';

/** What a sweep took away. */
export interface SweptRun {
  readonly folder: string;
  /** The servers that still ran. */
  readonly killedServers: string[];
}

/**
 * Takes away what runs left that were killed together with their watchdog: their servers and folders. A run whose
 * process lives (same pid, same start time) is not touched, nor is anything that is no run's.
 */
export async function sweepDeadRuns(): Promise<SweptRun[]> {
  const runs = runsFolder();
  const swept: SweptRun[] = [];
  for (const name of readdirSync(runs)) {
    const owner = /^run-(\d+)-(\w*)-\w+$/.exec(name);
    if (owner === null || isOwnerAlive(Number(owner[1]), owner[2] ?? '')) continue;
    const folder = join(runs, name);
    swept.push({ folder, killedServers: await clearRun(folder) });
  }
  return swept;
}

function isOwnerAlive(pid: number, startTime: string): boolean {
  const identity = identityOf(pid);
  return identity !== undefined && slug(identity.startTime) === startTime;
}
