import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { expect } from 'chai';

const root = join(__dirname, '../../..');

/** In a process of its own: which engine there is, Testcontainers finds out once. */
function availability(environment: Record<string, string>): { available: boolean; reasons?: string[] } {
  const program = `
    const { ContainersEnvironment } = require('./support/environments/containers/containers-environment');
    new ContainersEnvironment({ folder: '/nowhere', journal: () => { throw new Error('nothing is told'); } })
      .availability()
      .then((seen) => { console.log(JSON.stringify(seen)); process.exit(0); });
  `;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', 'ts-node/register', '--eval', program],
    { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: '/nowhere', ...environment } },
  );
  expect(stdout, stderr).to.not.equal('');
  return JSON.parse(stdout);
}

test('without an engine that answers there are no containers, and it is said what to do', () => {
  const { available, reasons } = availability({ DOCKER_HOST: 'tcp://127.0.0.1:9' });
  expect(available).to.equal(false);
  expect(reasons?.join()).to.match(/^no Docker engine answers \(.+\); start one, or set DOCKER_HOST/);
});
