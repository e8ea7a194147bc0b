import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { findRedis, installedRedis } from './redis-binary';
import { redisFromPackage } from './redis-package';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redis-binary-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A program that stands in for another. */
function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('finding a Redis', () => {
  test('prefers $REDIS_SERVER_BIN over PATH', () => {
    const given = program('my-redis', '');
    const onPath = program('redis-server', '');
    expect(installedRedis({ REDIS_SERVER_BIN: given, PATH: folder })?.path).to.equal(given);
    expect(installedRedis({ PATH: `/nowhere:${folder}` })?.path).to.equal(onPath);
    expect(installedRedis({ PATH: '/nowhere' })).to.equal(undefined);
  });

  test('does not pass over a wrong $REDIS_SERVER_BIN', () => {
    expect(() => installedRedis({ REDIS_SERVER_BIN: '/nowhere/redis', PATH: folder })).to.throw(
      'REDIS_SERVER_BIN must name an executable file; got /nowhere/redis',
    );
  });

  test('takes it from the package, with its libraries, once', async () => {
    const log = join(folder, 'log');
    program(
      'apt-cache',
      'printf "redis-tools\\n  Depends: libc6\\n  Depends: libfoo1\\n  Depends: adduser\\n"',
    );
    program('apt-get', `echo "$@" >> ${log}; touch redis.deb`);
    program(
      'dpkg',
      'mkdir -p "$3/usr/bin" "$3/usr/lib/any-linux-gnu"; printf "#!/bin/sh\\n" > "$3/usr/bin/redis-server"; chmod +x "$3/usr/bin/redis-server"',
    );
    const cache = mkdtempSync(join(folder, 'cache-'));
    const environment = { PATH: `${folder}:${process.env.PATH}` };
    const found = await redisFromPackage(environment, cache);
    expect(found.path).to.match(/usr\/bin\/redis-server$/);
    expect(found.environment.LD_LIBRARY_PATH).to.contain('/usr/lib/any-linux-gnu');
    expect(await redisFromPackage({ PATH: '/nowhere' }, cache)).to.deep.equal(found);
    expect(readFileSync(log, 'utf8')).to.equal('download redis-server redis-tools libfoo1\n');
    expect(readdirSync(cache)).to.have.length(1);
  });

  test('names the three ways when there is none', async () => {
    program('apt-cache', 'exit 0');
    program('apt-get', 'echo "E: no package lists" >&2; exit 100');
    const cache = mkdtempSync(join(folder, 'cache-'));
    const error = await findRedis({ PATH: folder }, cache).catch((reason) => reason);
    for (const way of [
      'REDIS_SERVER_BIN',
      'apt-get install redis-server',
      "distribution's package",
      'no package lists',
    ]) {
      expect(error.message).to.contain(way);
    }
  });
});
