import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { expect } from 'chai';

const runner = join(__dirname, 'run-tests.ts');
const folders: string[] = [];

after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Run {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs the runner on a project made of these files. */
function runOn(files: Record<string, string>, ...words: string[]): Promise<Run> {
  const root = mkdtempSync(join(tmpdir(), 'run-tests-'));
  folders.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  // Without NODE_TEST_CONTEXT: this is a run of its own, not a part of the one around it.
  const env = { PATH: process.env.PATH, TS_NODE_PROJECT: resolve('tsconfig.json') };
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['--require', require.resolve('ts-node/register'), runner, ...words],
      { cwd: root, env },
      (_error, stdout, stderr) => done({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const passing = "require('node:test').test('holds', () => console.log('chatter'));";
const failing =
  "require('node:test').describe('a suite', () => { require('node:test').test('breaks', () => { console.log('evidence'); throw new Error('two is not three'); }); });";

describe('the test runner', { concurrency: 2 }, () => {
  test('is short when all pass', async () => {
    const { exitCode, stdout } = await runOn({
      'support/a.test.ts': passing,
      'reporting/deep/b.test.ts': passing,
      'support/node_modules/c.test.ts': failing,
      'support/fixtures/d.test.ts': failing,
    });
    expect(stdout).to.equal('..\n2 passed, 0 failed\n');
    expect(exitCode).to.equal(0);
  });

  test('tells everything of what fails, once, and exits with 1', async () => {
    const { exitCode, stdout } = await runOn({ 'support/a.test.ts': failing, 'support/b.test.ts': passing });
    expect(stdout).to.match(/FAILED {2}.*support\/a\.test\.ts: breaks/);
    expect(stdout).to.include('two is not three').and.to.include('evidence').and.not.to.include('chatter');
    expect(stdout).to.match(/\n1 passed, 1 failed\n$/);
    expect(exitCode).to.equal(1);
  });

  test('counts a file that cannot be loaded as failed', async () => {
    const { exitCode, stdout } = await runOn({ 'support/a.test.ts': "require('./is-not-there');" });
    expect(stdout)
      .to.include('is-not-there')
      .and.to.match(/\n0 passed, 1 failed\n$/);
    expect(exitCode).to.equal(1);
  });

  test('runs only the files chosen by a part of their names', async () => {
    const files = { 'support/one.test.ts': passing, 'support/other.test.ts': failing };
    expect((await runOn(files, 'one')).stdout).to.equal('.\n1 passed, 0 failed\n');
  });

  test('refuses to run nothing', async () => {
    const { exitCode, stderr } = await runOn({ 'support/a.test.ts': passing }, 'nowhere');
    expect(stderr).to.match(/must be a test file .* "nowhere"; got none of 1/);
    expect(exitCode).to.equal(1);
  });
});
