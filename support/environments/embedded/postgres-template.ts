import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder';
import { type PostgresBinaries, publish } from './postgres-binaries';
import { postgresAccount } from './server-account';

/** Raised when what is in a template changes, so that old ones in the cache are not used. */
const layout = 2;
const abandonedAfterMs = 600_000;

/** Who may log in; the passwords were drawn when the template was made and are readable by this user only. */
export interface PostgresLogins {
  /** The harness's own superuser. */
  readonly harness: { readonly user: string; readonly password: string };
  /** The service's user, owner of the database `app`. */
  readonly app: { readonly user: string; readonly password: string };
}

/** A data folder that was initialised once and is copied for each server. */
export interface PostgresTemplate {
  readonly dataFolder: string;
  readonly logins: PostgresLogins;
}

/** The template for this version, from the cache or made now (about 2 s). Two workers may ask at the same time. */
export async function postgresTemplate(
  binaries: PostgresBinaries,
  cache = cacheFolder(),
): Promise<PostgresTemplate> {
  const folder = join(cache, `postgresql-${binaries.version}-template-${layout}`);
  if (!existsSync(folder)) await make(binaries, cache, folder);
  const logins: PostgresLogins = JSON.parse(readFileSync(join(folder, 'logins.json'), 'utf8'));
  return { dataFolder: join(folder, 'data'), logins };
}

async function make(binaries: PostgresBinaries, cache: string, folder: string): Promise<void> {
  removeAbandoned(cache);
  const making = mkdtempSync(join(cache, 'making-'));
  chmodSync(making, 0o711);
  const logins = {
    harness: { user: 'harness', password: randomBytes(18).toString('hex') },
    app: { user: 'app', password: randomBytes(18).toString('hex') },
  };
  writeFileSync(join(making, 'logins.json'), JSON.stringify(logins), { mode: 0o600 });
  const dataFolder = join(making, 'data');
  mkdirSync(dataFolder, { mode: 0o700 });
  const passwordFile = join(making, 'password');
  writeFileSync(passwordFile, logins.harness.password, { mode: 0o600 });
  const account = postgresAccount();
  if (account !== undefined) {
    for (const path of [dataFolder, passwordFile]) chownSync(path, account.uid, account.gid);
  }
  // The built-in locale provider sorts alike on every machine, whatever locales it has.
  await run(binaries.initdb, [
    ...['-D', dataFolder, '-U', logins.harness.user, '--pwfile', passwordFile, '--auth=scram-sha-256'],
    ...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    // Small log segments: the template is copied for every server. Only the template itself goes unsynced.
    ...['--wal-segsize=1', '--no-sync', '--no-instructions'],
  ]);
  // Single-user mode needs neither port nor waiting; it takes one statement a line.
  await run(
    binaries.postgres,
    ['--single', '-D', dataFolder, '-c', 'unix_socket_directories=', 'postgres'],
    `create role app login password '${logins.app.password}'\ncreate database app owner app\n`,
  );
  // It has served.
  rmSync(passwordFile);
  publish(making, folder);
}

/** What a killed maker left behind. None takes minutes. */
function removeAbandoned(cache: string): void {
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith('making-'))) {
    const ageMs =
      Date.now() - (statSync(join(cache, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (ageMs > abandonedAfterMs) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

async function run(program: string, parameters: string[], input = ''): Promise<void> {
  const child = spawn(program, parameters, { cwd: '/', env: { LANG: 'C', TZ: 'UTC' }, ...postgresAccount() });
  const output: Buffer[] = [];
  child.stdout.on('data', (bytes) => output.push(bytes));
  child.stderr.on('data', (bytes) => output.push(bytes));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  const text = Buffer.concat(output).toString();
  // Single-user mode exits with 0 after a failed statement.
  if (code === 0 && !/\b(?:ERROR|FATAL|PANIC):/.test(text)) return;
  throw new Error(`\`${program}\` must succeed; it ended with ${code} and said: ${text.trim().slice(-2000)}`);
}
