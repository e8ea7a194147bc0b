import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { FeatureRun, recordsIn } from './feature-run';

describe('FeatureRun', () => {
  let folder = '';
  const stub = (code: string): void => {
    const bin = join(folder, 'node_modules/@cucumber/cucumber/bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'cucumber.js'), code);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bite-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('asks for the titles to the letter and for the tags', async () => {
    stub(`
      require('node:fs').writeFileSync('words.json', JSON.stringify(process.argv.slice(2)));
      require('node:fs').writeFileSync(process.env.REPORTS_DIR + '/messages.ndjson', '');
    `);
    const scenarios = await new FeatureRun(folder).scenarios({ titles: ['Who? (me)', 'B'], tags: '@X' });
    expect(scenarios).to.deep.equal([]);
    expect(require(join(folder, 'words.json'))).to.deep.equal([
      'features/**/*.feature',
      '--name',
      '^(Who\\? \\(me\\)|B)$',
      '--tags',
      '@X',
    ]);
    expect(readdirSync(folder).filter((name) => name.startsWith('.run-'))).to.be.empty;
  });

  test('says what Cucumber said when it leaves no messages', async () => {
    stub("console.error('no such step'); process.exit(2);");
    const failure = await new FeatureRun(folder).scenarios({ titles: ['A'], tags: '' }).catch(String);
    expect(failure).to.include('no such step');
  });

  test('ends a run together with the processes that it started', async () => {
    const waiting = 'setInterval(() => {}, 1000)';
    stub(`
      const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(waiting)}]);
      require('node:fs').writeFileSync('begun', String(child.pid));
      ${waiting}
    `);
    const watcher = watch(folder);
    const run = new FeatureRun(folder);
    const ended = run.scenarios({ titles: ['A'], tags: '' }).catch(() => 'ended');
    while (!existsSync(join(folder, 'begun'))) await once(watcher, 'change');
    watcher.close();
    await run.end();
    expect(await ended).to.equal('ended'); // Only once every process of the group has let go of the output.
  });
});

describe('recordsIn', () => {
  test('reads what a killed run left, its last line cut off', () => {
    expect(recordsIn('{"meta":{}}\n{"testRunStarted":{"timestamp":{"seconds":0,"nanos":0}}}\n{"pick')).to.be
      .empty;
  });
});
