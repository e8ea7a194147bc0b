import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const name = 'resilience-specification';

/**
 * Where things are kept from run to run that cost seconds to make and depend on a version only: PostgreSQL's template
 * data folder, Redis from the distribution's package. Safe to delete at any time between runs.
 * @throws when no candidate can be written to.
 */
export function cacheFolder(): string {
  const candidates = candidateFolders();
  for (const folder of candidates) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      // The next one: a system account's home, for example, often does not exist.
    }
  }
  throw new Error(
    `one of these folders must be writable: ${candidates.join(', ')}; set XDG_CACHE_HOME to one that is`,
  );
}

function candidateFolders(): string[] {
  const { uid } = userInfo();
  // As root, PostgreSQL runs under another account, for which root's home is out of reach.
  if (uid === 0) return [join('/var/cache', name), join(tmpdir(), `${name}-cache-0`)];
  const own =
    process.env.XDG_CACHE_HOME ||
    join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  return [join(own, name), join(tmpdir(), `${name}-cache-${uid}`)];
}
