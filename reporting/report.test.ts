import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { expect } from 'chai';
import { externalCalls } from './offline-page';

interface NetworkEvent {
  readonly params?: { readonly url?: string; readonly initiator?: string };
}

interface Node {
  readonly type: string;
  readonly name: string;
}

const CHROMIUM = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';

describe('npm run report', () => {
  let folder: string;
  let dirs: { ALLURE_RESULTS_DIR: string; REPORTS_DIR: string };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    dirs = { ALLURE_RESULTS_DIR: join(folder, 'results'), REPORTS_DIR: join(folder, 'reports') };
    mkdirSync(dirs.ALLURE_RESULTS_DIR);
  });
  after(() => rmSync(folder, { recursive: true }));

  const report = (env: Record<string, string>) =>
    spawnSync(process.execPath, ['--require', 'ts-node/register', 'reporting/report.ts'], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
  const write = (name: string, text: string) => writeFileSync(join(dirs.ALLURE_RESULTS_DIR, name), text);

  test('refuses to report on nothing', () => {
    const { status, stderr } = report(dirs);
    expect(status).to.equal(1);
    expect(stderr).to.match(/must hold the results of a run, got none; run "npm run bdd" first/);
  });

  test('refuses to report on half a result', () => {
    write('broken-result.json', '{"name": "cut sh');
    const { status, stderr } = report(dirs);
    expect(status).to.equal(1);
    expect(stderr).to.match(/broken-result\.json must hold JSON/);
    rmSync(join(dirs.ALLURE_RESULTS_DIR, 'broken-result.json'));
  });

  test('makes one page that names its scenarios and calls nobody', (t) => {
    const labels = [
      { name: 'verdict', value: 'passed' },
      { name: 'epic', value: 'Resilience of the assistant' },
      { name: 'feature', value: 'Circuit breakers' },
      { name: 'story', value: 'The trials decide' },
    ];
    const uuid = '00000000-0000-4000-8000-000000000001';
    const result = {
      uuid,
      historyId: 'a',
      name: 'Successful trials close the breaker',
      status: 'passed',
      labels,
    };
    const more = {
      uuid: '00000000-0000-4000-8000-000000000002',
      historyId: 'b',
      status: 'broken',
      name: 'It broke',
    };
    const compromised = [{ name: 'verdict', value: 'compromised' }, ...labels.slice(1)];
    write('two-result.json', JSON.stringify({ ...more, labels: compromised, start: 1, stop: 2, steps: [] }));
    write('one-result.json', JSON.stringify({ ...result, stage: 'finished', start: 1, stop: 2, steps: [] }));
    const { status, stderr } = report(dirs);
    expect(status, stderr).to.equal(0);
    const page = join(dirs.REPORTS_DIR, 'allure', 'index.html');
    expect(externalCalls(readFileSync(page, 'utf8'))).to.deep.equal([]);
    expect(categoriesOf(readFileSync(page, 'utf8'))).to.deep.equal([
      'Compromised: the environment was not sound',
    ]);
    expect(readFileSync(join(dirs.REPORTS_DIR, 'index.html'), 'utf8')).to.include(
      '1 of 2 scenarios did not pass',
    );

    if (!existsSync(CHROMIUM)) return t.skip(`no browser at ${CHROMIUM}; set CHROMIUM_BIN`);
    const { dom, requested } = opened(page);
    expect(dom, 'the tree is drawn').to.include('Resilience of the assistant');
    expect(requested).to.deep.equal([]);
  });

  /** The categories that the page carries, as Allure embeds them. */
  function categoriesOf(html: string): string[] {
    const [, base64 = ''] = /d\("widgets\/[^"]*categories\.json",\s*"([^"]+)"/.exec(html) ?? [];
    const { nodes } = JSON.parse(Buffer.from(base64, 'base64').toString()) as { nodes: Record<string, Node> };
    return Object.values(nodes).flatMap(({ type, name }) => (type === 'category' ? [name] : []));
  }

  /** Opens the page in a browser and reads from the browser's own network log which addresses it asked for. */
  function opened(page: string): { dom: string; requested: string[] } {
    const log = join(folder, 'net-log.json');
    const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
      .concat(['--disable-component-update', '--disable-sync', `--user-data-dir=${join(folder, 'profile')}`])
      .concat([
        '--host-resolver-rules=MAP * ~NOTFOUND',
        '--virtual-time-budget=4000',
        `--log-net-log=${log}`,
      ]);
    const words = ['--headless', '--no-sandbox', ...quiet, '--dump-dom', `file://${page}`];
    const dom = execFileSync(CHROMIUM, words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 30_000,
      maxBuffer: 2 ** 28,
    });
    const { events } = JSON.parse(readFileSync(log, 'utf8')) as { events: NetworkEvent[] };
    // What the browser asks for by itself (updates, accounts) has no page as its initiator.
    const ofThePage = events.filter(
      ({ params }) => params?.initiator && params.initiator !== 'not an origin',
    );
    const urls = ofThePage
      .map(({ params }) => params?.url ?? '')
      .filter((url) => /^(https?|wss?):/.test(url));
    return { dom, requested: [...new Set(urls)] };
  }
});
