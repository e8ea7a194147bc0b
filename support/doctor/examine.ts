import { execFile } from 'node:child_process';
import { accessSync, constants, statfsSync } from 'node:fs';
import { availableParallelism, freemem, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { engines } from '../../package.json';
import { findChdb } from '../environments/embedded/chdb-package';
import { postgresBinaries } from '../environments/embedded/postgres-binaries';
import { findRedis } from '../environments/embedded/redis-binary';
import { postgresAccount } from '../environments/embedded/server-account';
import type { Finding } from './finding';
import { judgeCores, judgeMemory, judgeNode, judgeTemporarySpace } from './judge';

const execute = promisify(execFile);
const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Looks at everything that a run, its report or its tests need. Redis may be fetched into the cache on the way. */
export async function examine(): Promise<Finding[]> {
  const { bavail, bsize } = statfsSync(tmpdir());
  return [
    judgeNode(process.versions.node, engines.node),
    ...(await Promise.all([findPostgres(), examineRedis(), examineClickhouse(), findDocker()])),
    findChromium(),
    judgeCores(availableParallelism()),
    judgeMemory(process.availableMemory?.() ?? freemem()),
    judgeTemporarySpace(tmpdir(), bavail * bsize),
  ];
}

async function findPostgres(): Promise<Finding> {
  const subject = 'PostgreSQL';
  try {
    const { postgres, version } = postgresBinaries();
    const { stdout } = await execute(postgres, ['--version'], {
      env: { LANG: 'C' },
      cwd: '/',
      ...postgresAccount(),
    });
    const account = postgresAccount() ? `, will run as uid ${postgresAccount()?.uid} since you are root` : '';
    return { subject, state: 'good', found: `${stdout.trim()} from npm (${version})${account}` };
  } catch (error) {
    return {
      subject,
      state: 'missing',
      found: (error as Error).message,
      advice: 'mend that, then run this again',
    };
  }
}

async function examineRedis(): Promise<Finding> {
  const subject = 'Redis';
  try {
    const { path, environment, way } = await findRedis();
    const { stdout } = await execute(path, ['--version'], { env: { ...environment } });
    const version = /v=(\S+)/.exec(stdout)?.[1] ?? stdout.trim();
    return { subject, state: 'good', found: `${version}, ${way} (${path})` };
  } catch (error) {
    return {
      subject,
      state: 'missing',
      found: (error as Error).message,
      advice: 'take one of these three ways',
    };
  }
}

async function examineClickhouse(): Promise<Finding> {
  const subject = 'ClickHouse';
  try {
    return { subject, state: 'good', found: `the engine of ${dirname(findChdb())}` };
  } catch (error) {
    const advice = 'without it the scenarios that need it are skipped';
    return { subject, state: 'lacking', found: (error as Error).message, advice };
  }
}

async function findDocker(): Promise<Finding> {
  const subject = 'Docker';
  const unneeded =
    'not needed: the embedded servers do without it; where it answers, containers are preferred';
  try {
    const { stdout } = await execute('docker', ['version', '--format', '{{.Server.Version}}'], {
      timeout: 3000,
    });
    return { subject, state: 'good', found: `server ${stdout.trim()} answers (${unneeded})` };
  } catch (error) {
    const isInstalled = (error as NodeJS.ErrnoException).code !== 'ENOENT';
    return {
      subject,
      state: 'good',
      found: `${isInstalled ? 'installed, but its server does not answer' : 'none'} (${unneeded})`,
    };
  }
}

function findChromium(): Finding {
  const subject = 'Chromium';
  const folders = (process.env.PATH ?? '').split(delimiter);
  const path = folders
    .flatMap((folder) => chromiumNames.map((name) => join(folder, name)))
    .find(isExecutable);
  if (path !== undefined) return { subject, state: 'good', found: path };
  const advice = 'install it to let the tests open the report in a browser (`apt-get install chromium`)';
  return { subject, state: 'lacking', found: 'none on PATH', advice };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
