import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../cache-folder';
import { publish } from './postgres-binaries';
import type { RedisBinary } from './redis-binary';

const execute = promisify(execFile);

/**
 * Unpacks the distribution's own Redis, with the libraries it depends on, into the cache folder. Needs `apt-get` with
 * package lists, and `dpkg`; neither installs anything. About 1 s the first time.
 */
export async function redisFromPackage(
  environment: NodeJS.ProcessEnv,
  cache = cacheFolder(),
): Promise<RedisBinary> {
  const folder = join(cache, `redis-${process.arch}`);
  if (!existsSync(folder)) await unpack(environment, cache, folder);
  const path = join(folder, 'usr', 'bin', 'redis-server');
  return { path, environment: { LD_LIBRARY_PATH: libraryPath(folder) }, way: "the distribution's package" };
}

async function unpack(environment: NodeJS.ProcessEnv, cache: string, folder: string): Promise<void> {
  const making = mkdtempSync(join(cache, 'making-'));
  try {
    const options = { cwd: making, env: { ...environment, LC_ALL: 'C' } };
    await execute('apt-get', ['download', ...(await packages(options))], options);
    for (const archive of readdirSync(making))
      await execute('dpkg', ['-x', archive, join(making, 'root')], options);
    const program = join(making, 'root', 'usr', 'bin', 'redis-server');
    await execute(program, ['--version'], { env: { LD_LIBRARY_PATH: libraryPath(join(making, 'root')) } });
    publish(join(making, 'root'), folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** The server's packages and the libraries they name, but not the C library, which every program here shares. */
async function packages(options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<string[]> {
  const { stdout } = await execute(
    'apt-cache',
    ['depends', '--important', 'redis-server', 'redis-tools'],
    options,
  );
  const named = [...stdout.matchAll(/^\s+Depends: ((?:lib|lua)[\w.+-]+)$/gm)].map(
    ([, name]) => name as string,
  );
  return [
    'redis-server',
    'redis-tools',
    ...new Set(named.filter((name) => !/^libc6$|^libsystemd/.test(name))),
  ];
}

/** Debian keeps libraries in a folder named after the platform, such as `usr/lib/x86_64-linux-gnu`. */
function libraryPath(root: string): string {
  const folders = ['usr/lib', 'lib'].map((folder) => join(root, folder)).filter(existsSync);
  return folders
    .flatMap((folder) => [...readdirSync(folder).map((name) => join(folder, name)), folder])
    .filter((path) => path.endsWith('lib') || path.includes('-linux-'))
    .join(':');
}
