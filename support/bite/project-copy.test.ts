import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { ProjectCopy } from './project-copy';

describe('ProjectCopy', () => {
  let project = '';
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'bite-test-'));
    for (const folder of ['code', 'node_modules', 'reports', '.git', 'code/reports'])
      mkdirSync(join(project, folder));
    writeFileSync(join(project, 'code', 'sum.ts'), 'one + one + two');
    writeFileSync(join(project, 'code/reports/kept'), '');
    writeFileSync(join(project, 'node_modules/installed'), '');
  });
  afterEach(() => rmSync(project, { recursive: true }));

  test('copies the code, links to the packages and leaves generated files behind', () => {
    using copy = new ProjectCopy(project);
    expect(existsSync(join(copy.folder, 'code/reports/kept'))).to.equal(true);
    expect(existsSync(join(copy.folder, 'node_modules/installed'))).to.equal(true);
    expect(existsSync(join(copy.folder, 'reports'))).to.equal(false);
    expect(existsSync(join(copy.folder, '.git'))).to.equal(false);
  });

  test('puts a variant in place and takes it out again', () => {
    using copy = new ProjectCopy(project);
    const read = (): string => readFileSync(join(copy.folder, 'code/sum.ts'), 'utf8');
    const applied = copy.apply({ file: 'code/sum.ts', find: 'two', replace: '$& three' });
    expect(read()).to.equal('one + one + $& three');
    applied[Symbol.dispose]();
    expect(read()).to.equal('one + one + two');
    expect(readFileSync(join(project, 'code/sum.ts'), 'utf8')).to.equal('one + one + two');
  });

  for (const [find, times] of [
    ['one', 2],
    ['three', 0],
  ] as const) {
    test(`refuses a text that stands there ${times} times`, () => {
      using copy = new ProjectCopy(project);
      expect(() => copy.apply({ file: 'code/sum.ts', find, replace: '' })).to.throw(
        `exactly once, got ${times} times`,
      );
    });
  }

  test('leaves neither its folder nor a hole in the packages', () => {
    const copy = new ProjectCopy(project);
    copy[Symbol.dispose]();
    expect(existsSync(copy.folder)).to.equal(false);
    expect(existsSync(join(project, 'node_modules/installed'))).to.equal(true);
  });
});
