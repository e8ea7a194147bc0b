import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { redisFromPackage } from './redis-package';

/** A `redis-server` and what it needs to run. */
export interface RedisBinary {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Which of the ways led to it, for people. */
  readonly way: string;
}

/** Already on this machine: `$REDIS_SERVER_BIN`, else `redis-server` on PATH. @throws when the variable names no program. */
export function installedRedis(environment: NodeJS.ProcessEnv = process.env): RedisBinary | undefined {
  const given = environment.REDIS_SERVER_BIN;
  if (given) {
    if (!isProgram(given)) {
      throw new Error(`REDIS_SERVER_BIN must name an executable file; got ${given}; correct it or unset it`);
    }
    return { path: given, environment: {}, way: '$REDIS_SERVER_BIN' };
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const path = folders.map((folder) => join(folder, 'redis-server')).find(isProgram);
  return path === undefined ? undefined : { path, environment: {}, way: 'redis-server on PATH' };
}

/**
 * A Redis: installed, else taken without root from the distribution's package and kept in the cache folder.
 * @throws an error that names the three ways to get one.
 */
export async function findRedis(
  environment: NodeJS.ProcessEnv = process.env,
  cache?: string,
): Promise<RedisBinary> {
  const installed = installedRedis(environment);
  if (installed !== undefined) return installed;
  try {
    return await redisFromPackage(environment, cache);
  } catch (cause) {
    throw new Error(
      'a redis-server must be had, and none was found. Three ways: set REDIS_SERVER_BIN to one; install one on PATH ' +
        '(`apt-get install redis-server`, `brew install redis`); or, on Debian or Ubuntu, let it be taken without root ' +
        `from the distribution's package, which did not work here: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
