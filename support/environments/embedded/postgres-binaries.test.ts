import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { linkUp, postgresBinaries, publish } from './postgres-binaries';
import { postgresTemplate } from './postgres-template';
import { obstacleFor } from './server-account';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postgres-binaries-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("PostgreSQL's programs", () => {
  test('are found in the package', () => {
    const { postgres, initdb, version } = postgresBinaries();
    expect([postgres, initdb].map(existsSync)).to.deep.equal([true, true]);
    expect(version).to.match(/^\d+\.\d+/);
  });

  test('get the links that npm left out, once, whoever else makes them', () => {
    const native = join(folder, 'native');
    mkdirSync(join(native, 'lib'), { recursive: true });
    writeFileSync(join(native, 'lib', 'libpq.so.5.18'), '');
    const links = ['libpq.so', 'libpq.so.5'].map((name) => ({
      source: 'native/lib/libpq.so.5.18',
      target: `native/lib/${name}`,
    }));
    writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links));
    expect([linkUp(native), linkUp(native)]).to.deep.equal([true, true]);
    expect(readlinkSync(join(native, 'lib', 'libpq.so.5'))).to.equal('libpq.so.5.18');
  });

  test('are out of reach behind a private folder', () => {
    const file = join(folder, 'postgres');
    writeFileSync(file, '', { mode: 0o755 });
    const stranger = { uid: 4711, gid: 4711 };
    expect(obstacleFor(stranger, file)).to.equal(folder);
    expect(obstacleFor({ uid: statSync(folder).uid, gid: 4711 }, file)).to.equal(undefined);
    expect(obstacleFor(undefined, file)).to.equal(undefined);
  });
});

describe("PostgreSQL's template", () => {
  test('is made once though two ask for it', { timeout: 30_000 }, async () => {
    const cache = mkdtempSync(join(tmpdir(), 'template-'));
    chmodSync(cache, 0o755);
    try {
      const [one, other] = await Promise.all([
        postgresTemplate(postgresBinaries(), cache),
        postgresTemplate(postgresBinaries(), cache),
      ]);
      expect(one).to.deep.equal(other);
      expect(readdirSync(cache)).to.have.length(1);
      expect(readFileSync(join(one.dataFolder, 'PG_VERSION'), 'utf8').trim()).to.equal('18');
      expect(statSync(join(one.dataFolder, '..', 'logins.json')).mode & 0o077).to.equal(0);
    } finally {
      rmSync(cache, { recursive: true });
    }
  });

  test('the first to finish gives it its name', () => {
    const [first, second, name] = ['first', 'second', 'name'].map((part) => join(folder, part)) as [
      string,
      string,
      string,
    ];
    for (const made of [first, second]) {
      mkdirSync(made);
      writeFileSync(join(made, 'by'), made);
      publish(made, name);
    }
    expect(readFileSync(join(name, 'by'), 'utf8')).to.equal(first);
    expect(existsSync(second)).to.equal(false);
  });
});
