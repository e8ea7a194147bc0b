import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { expect } from 'chai';
import { type FixtureRun, fixtureRun } from './fixtures/fixture-run';

describe('the Allure reporter', () => {
  let run: FixtureRun;
  before(async () => {
    run = await fixtureRun(['--tags', 'not @fixture:death']);
  });
  after(() => run[Symbol.dispose]());

  const label = (scenario: string, name: string) =>
    run
      .result(scenario)
      .labels.filter((one) => one.name === name)
      .map(({ value }) => value);
  const shown = (scenario: string) => ({
    status: run.result(scenario).status,
    verdict: label(scenario, 'verdict').join(),
    message: run.result(scenario).statusDetails?.message ?? '',
  });

  const ENDINGS = [
    ['passed', 'passed', 'passed', /^$/],
    ['failed', 'failed', 'failed', /^Given it does not hold: AssertionError: expected 4 to equal 5/],
    ['broken', 'failed', 'failed', /TypeError: cannot read the answer/],
    ['undefined', 'broken', 'not-implemented', /No step definition matches "Given nobody wrote this"/],
    ['ambiguous', 'broken', 'not-implemented', /Multiple step definitions match/],
    ['pending after a pass', 'broken', 'not-implemented', /"Given it is pending" is still pending/],
    ['failed before', 'broken', 'hook-failed', /before hook "servers": Error: PostgreSQL did not start/],
    ['failed after', 'broken', 'hook-failed', /after hook "leftovers": Error: 1 row was left/],
    ['compromised', 'broken', 'compromised', /^Compromised: .*postgresql must be frozen/],
    ['unsound after a failure', 'broken', 'compromised', /PostgreSQL died by itself/],
    ['inconclusive', 'broken', 'inconclusive', /^Inconclusive: .*59 outages are needed, got 12/],
    ['skipped with a reason', 'skipped', 'skipped', /no redis-server on this machine/],
    ['skipped silently', 'broken', 'skipped-without-reason', /nothing says why/],
    ['empty', 'broken', 'not-implemented', /has no steps/],
  ] as const;
  for (const [scenario, status, verdict, message] of ENDINGS)
    test(`shows "${scenario}" as ${status}, ${verdict}`, () => {
      const { message: text, ...rest } = shown(scenario);
      expect(rest).to.deep.equal({ status, verdict });
      expect(text).to.match(message);
      expect(text, 'stacks belong into the trace').not.to.match(/^\s+at /m);
    });

  test('shows nothing but the passed as passed', () => {
    const green = run.results().filter(({ status }) => status === 'passed');
    expect(new Set(green.map(({ name }) => name))).to.deep.equal(new Set(['passed', 'twin', 'rows']));
  });

  test('keeps scenarios and rows of one name apart', () => {
    const same = run.results().filter(({ name }) => name === 'twin' || name === 'rows');
    expect(same).to.have.length(6);
    expect(new Set(same.map(({ historyId }) => historyId))).to.have.property('size', 6);
    const cells = ({ parameters }: (typeof same)[number]) => parameters.map(({ value }) => value).join();
    const cases = same.map((result) => `${result.testCaseId} ${cells(result)}`);
    expect(new Set(cases), 'what the report itself tells results apart by').to.have.property('size', 6);
    const outline = same.filter(({ name }) => name === 'rows');
    expect(new Set(outline.map(({ testCaseId }) => testCaseId))).to.have.property('size', 2);
  });

  test('gives a scenario the same identity in every run', async () => {
    using again = await fixtureRun(['--tags', '@LF-2'], { WORKERS: '0' });
    expect(again.result('compromised').historyId).to.equal(run.result('compromised').historyId);
  });

  test('labels epic, feature, story, severity, criteria and tags', () => {
    expect(label('compromised', 'epic')).to.deep.equal(['Resilience of fixtures']);
    expect(label('compromised', 'feature')).to.deep.equal(['Every way to end']);
    expect(label('compromised', 'story')).to.deep.equal(['An ending is shown as what it is']);
    expect(label('compromised', 'severity')).to.deep.equal(['critical']);
    expect(label('compromised', 'tag')).to.deep.equal(['CB-1', 'LF-2']);
    expect(label('compromised', 'criterion')[1]).to.match(/^LF-2 \S/);
    const stories = run.results().flatMap(({ labels }) => labels.filter(({ name }) => name === 'story'));
    expect(stories.map(({ value }) => value)).to.include('A story of its own');
  });

  test('keeps a cell with a comma in its cell', () => {
    const [background] = run.result('passed').steps;
    const source = background?.attachments[0]?.source ?? '';
    expect(readFileSync(join(run.resultsDir, source), 'utf8')).to.include('opens after,"5, or ""five"""');
    expect(background?.name).to.equal('Given it holds with a table');
  });

  test('puts the journal on the scenario, not into the hook', () => {
    expect(run.result('passed').attachments.map(({ name }) => name)).to.deep.equal(['Journal']);
  });

  test('writes the environment, with what the workers add', () => {
    const text = readFileSync(join(run.resultsDir, 'environment.properties'), 'utf8');
    expect(text)
      .to.include(`Node=${process.version}`)
      .and.include('Environment=fixture')
      .and.include('Cores=');
  });

  test('shows a scenario whose worker died as broken', async () => {
    using death = await fixtureRun(['--tags', '@fixture:death']);
    expect(death.exitCode).to.equal(1);
    const result = death.result('takes its scenario along');
    expect(result.status).to.equal('broken');
    expect(result.statusDetails?.message).to.match(/did not end: its worker died/);
  });
});
