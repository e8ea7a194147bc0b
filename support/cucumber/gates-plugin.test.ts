import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { expect } from 'chai';
import { fixtureRun } from './fixtures/fixture-run';

const lastLineOf = (text: string) => text.trimEnd().split('\n').at(-1);
// One process, so that a run takes half the time; the reporter's tests run the fixtures in two.
const ALONE = { WORKERS: '0' };

describe('the gates', { concurrency: 2 }, () => {
  test('let a run pass in which everything did', async () => {
    using run = await fixtureRun(['--tags', '@fixture:ok'], ALONE);
    expect({ exitCode: run.exitCode, last: lastLineOf(run.stdout) }).to.deep.equal({
      exitCode: 0,
      last: '6 passed, 0 failed',
    });
    expect(run.stdout).to.include('Criteria   2 of').and.include('shown: LF-1 LF-3');
    expect(run.stdout).not.to.include('NOT ACCEPTED');
    for (const file of ['cucumber.html', 'junit.xml', 'messages.ndjson'])
      expect(existsSync(join(run.reportsDir, file)), file).to.equal(true);
  });

  test('refuse a run of no scenario, naming the expression and tags near it', async () => {
    using run = await fixtureRun(['--tags', '@CB-l or @LF-4'], ALONE);
    expect({ exitCode: run.exitCode, last: lastLineOf(run.stdout) }).to.deep.equal({
      exitCode: 1,
      last: '0 passed, 1 failed',
    });
    expect(run.stdout).to.match(/No scenario ran: the tag expression "@CB-l or @LF-4" chose none/);
    expect(run.stdout).to.match(/No scenario carries @CB-l; near it are @CB-1/);
    expect(run.stdout).to.match(/@LF-4 is a known criterion, but no scenario carries it/);
  });

  test('refuse what is compromised, skipped without a reason, or left something behind', async () => {
    using run = await fixtureRun(['--tags', '@LF-2 or @fixture:silent-skip or @fixture:after'], ALONE);
    expect({ exitCode: run.exitCode, last: lastLineOf(run.stdout) }).to.deep.equal({
      exitCode: 1,
      last: '0 passed, 3 failed',
    });
    for (const words of [/1 compromised/, /1 skipped without reason/, /1 hook failed/, /^NOT ACCEPTED/m])
      expect(run.stdout).to.match(words);
  });

  test('count what is skipped with a reason apart, and name the reason', async () => {
    using run = await fixtureRun(['--tags', '@needs:redis'], ALONE);
    expect({ exitCode: run.exitCode, last: lastLineOf(run.stdout) }).to.deep.equal({
      exitCode: 0,
      last: '0 passed, 0 failed, 1 skipped',
    });
    expect(run.stdout).to.match(/SKIPPED {2}1, because: no redis-server on this machine/);
  });

  test('refuse a run that skipped anything where nothing may be skipped', async () => {
    using run = await fixtureRun(['--tags', '@needs:redis'], { ...ALONE, CI: 'true' });
    expect(run.exitCode).to.equal(1);
    expect(run.stdout).to.match(/nothing may be skipped/);
  });

  test('refuse undefined and ambiguous steps in a dry run, which touches no results', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gates-'));
    try {
      const earlier = join(folder, 'results');
      mkdirSync(earlier);
      writeFileSync(join(earlier, 'earlier-result.json'), '{}');
      using dry = await fixtureRun(['--dry-run', '--tags', '@CB-1'], {
        ...ALONE,
        ALLURE_RESULTS_DIR: earlier,
      });
      expect(dry.exitCode).to.equal(1);
      expect(dry.stdout)
        .to.match(/1 ambiguous/)
        .and.match(/2 undefined/);
      expect(readdirSync(earlier)).to.deep.equal(['earlier-result.json']);
      using sound = await fixtureRun(['--dry-run', '--tags', '@fixture:ok'], ALONE);
      expect(sound.exitCode).to.equal(0);
      expect(lastLineOf(sound.stdout)).to.equal('0 passed, 0 failed, 6 not run');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('say which scenarios never began, when the workers died', async () => {
    using run = await fixtureRun(['--tags', '@fixture:death or @fixture:ok'], { WORKERS: '1' });
    expect(run.exitCode).to.equal(1);
    expect(run.stdout)
      .to.match(/1 unfinished/)
      .and.match(/6 scenarios were chosen and never began/);
    expect(lastLineOf(run.stdout)).to.equal('0 passed, 7 failed');
  });

  test('clear old results before a run, but the file that keeps the folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gates-'));
    try {
      writeFileSync(join(folder, '.gitkeep'), '');
      writeFileSync(join(folder, 'earlier-result.json'), '{}');
      using _run = await fixtureRun(['--tags', '@LF-2'], { ...ALONE, ALLURE_RESULTS_DIR: folder });
      expect(readdirSync(folder)).to.include('.gitkeep').and.not.to.include('earlier-result.json');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('leave standard output to a formatter that the command line put there', async () => {
    using run = await fixtureRun(['--tags', '@LF-2', '--format', 'message'], ALONE);
    for (const line of run.stdout.trim().split('\n')) expect(() => JSON.parse(line)).not.to.throw();
    expect(run.stderr).to.match(/0 passed, 1 failed/);
  });

  test('run just the file that the command line names', async () => {
    using run = await fixtureRun(['support/cucumber/fixtures/features/names.feature'], ALONE);
    expect(lastLineOf(run.stdout)).to.equal('6 passed, 0 failed');
  });
});
