import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { expect } from 'chai';
import { parse } from 'yaml';
import { scripts } from '../../../package.json';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly 'runs-on'?: string;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
  readonly needs?: string | readonly string[];
  readonly strategy?: { readonly matrix?: Readonly<Record<string, readonly unknown[]>> };
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(__dirname, '../../../.github/workflows');
const files = readdirSync(folder);
const workflows = new Map<string, Workflow>(
  files.map((file) => [file, parse(readFileSync(join(folder, file), 'utf8'))]),
);
const jobs = [...workflows].flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => ({ name: `${file}: ${name}`, job })),
);
const steps = jobs.flatMap(({ name, job }) => (job.steps ?? []).map((step) => ({ name, step })));

describe('the workflows', () => {
  test('are there', () => {
    expect(files.sort()).to.deep.equal(['soak.yml', 'specification.yml']);
  });

  test('bound every job, name its machine, and need only jobs that there are', () => {
    for (const { name, job } of jobs) {
      expect(job['timeout-minutes'], name).to.be.within(1, 90);
      expect(job['runs-on'], name).to.match(/^ubuntu-\d+\.\d+$/);
      expect(job.steps, name).to.not.equal(undefined);
    }
    for (const { jobs } of workflows.values())
      for (const { needs } of Object.values(jobs))
        for (const needed of [needs ?? []].flat()) expect(Object.keys(jobs)).to.include(needed);
  });

  test('may read, and no more unless a job says so', () => {
    for (const [file, { permissions }] of workflows)
      expect(permissions, file).to.deep.equal({ contents: 'read' });
  });

  test('use actions in a stated version, from where they are made', () => {
    for (const { name, step } of steps)
      if (step.uses !== undefined) expect(step.uses, name).to.match(/^actions\/[\w/-]+@v\d+$/);
  });

  test('call commands that there are', () => {
    const called = steps.flatMap(({ step }) => [
      ...(step.run ?? '').matchAll(/npm run (?:--silent )?([\w:-]+)/g),
    ]);
    expect(called.length).to.be.above(2);
    for (const [, script] of called) expect(Object.keys(scripts)).to.include(script);
  });

  test('hold no secret and show none', () => {
    for (const file of files)
      expect(readFileSync(join(folder, file), 'utf8'), file).to.not.match(
        /secrets\.|password|(?<!id-)token:/i,
      );
  });

  test('run the scenarios on each version of Node and in each environment, and the soak by a schedule', () => {
    const { jobs } = workflows.get('specification.yml') as Workflow;
    const matrix = { environment: ['embedded', 'containers'], node: [20, 22, 24] };
    expect(jobs.tests?.strategy?.matrix).to.deep.equal({ node: matrix.node });
    expect(jobs.scenarios?.strategy?.matrix).to.deep.equal({ ...matrix, part: [1, 2] });
    expect(jobs.report?.strategy?.matrix).to.deep.equal(matrix);
    expect(workflows.get('soak.yml')?.on).to.have.property('schedule');
  });
});
