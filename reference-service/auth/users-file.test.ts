import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { createLog } from '../telemetry/log';
import { UsersFile } from './users-file';

const ada = { name: 'Ada', plan: 'paying', token: 'secret-token' };
const ben = { ...ada, name: 'Ben', token: 'other-token' };

describe('a file of users', () => {
  let folder: string;
  let path: string;
  let names: string[];
  let logged: { event: string; alert?: boolean }[];
  const opened = (): UsersFile =>
    new UsersFile(
      path,
      createLog({ write: (text: string) => void logged.push(JSON.parse(text)) }),
      (users) => {
        names = users.map(({ name }) => name);
      },
    );

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'users-'));
    path = join(folder, 'users.json');
    writeFileSync(path, JSON.stringify([ada, ben]));
    names = [];
    logged = [];
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  test('is read at the start, and anew once it has changed', async () => {
    const file = opened();
    expect(names).to.deep.equal(['Ada', 'Ben']);
    await file.look();
    expect(logged).to.be.empty;
    writeFileSync(path, JSON.stringify([ben]));
    await file.look();
    expect(names).to.deep.equal(['Ben']);
    expect(logged.map(({ event }) => event)).to.deep.equal(['users.changed']);
  });

  test('changes nothing while it cannot be read; staff are called once, and it counts again afterwards', async () => {
    const file = opened();
    for (const text of ['[{"token": "secret-tok', '[]', '{}']) {
      writeFileSync(path, text);
      await file.look();
    }
    rmSync(path);
    await file.look();
    expect(names).to.deep.equal(['Ada', 'Ben']);
    expect(logged.map(({ event, alert }) => [event, alert])).to.deep.equal([['users.unreadable', true]]);
    expect(JSON.stringify(logged)).to.not.contain('secret');
    writeFileSync(path, JSON.stringify([ada, ben]));
    await file.look();
    expect(logged.at(-1)).to.include({ event: 'users.changed' });
  });

  test('must be readable at the start; no token is shown', () => {
    writeFileSync(path, '[{"token": "secret-tok');
    expect(opened).to.throw(/users.json must hold a list of users as JSON$/);
    rmSync(path);
    expect(opened).to.throw(/usersFile must name a file that can be read: ENOENT/);
  });
});
