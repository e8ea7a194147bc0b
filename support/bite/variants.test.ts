import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { expect } from 'chai';
import { scenarioCatalogue } from './scenario-catalogue';
import { variants } from './variants';

const project = resolve(__dirname, '../..');

describe('the known-bad variants', () => {
  test('have names of their own', () => {
    const names = variants.map(({ name }) => name);
    expect(names).to.deep.equal([...new Set(names)]);
  });

  test('still apply: the text to be replaced stands in the code exactly once', () => {
    const stale = variants.filter(
      ({ file, find }) => readFileSync(join(project, file), 'utf8').split(find).length !== 2,
    );
    expect(stale.map(({ name, file }) => `${name} (${file})`)).to.be.empty;
  });

  test('change something', () => {
    expect(variants.filter(({ find, replace }) => find === replace)).to.be.empty;
  });

  test('name scenarios that there are, and at least one', () => {
    const titles = new Set(scenarioCatalogue(project).flatMap(({ rows }) => rows));
    for (const { name, mustFail } of variants) {
      expect(Object.keys(mustFail), name).to.not.be.empty;
      expect(
        Object.keys(mustFail).filter((title) => !titles.has(title)),
        name,
      ).to.be.empty;
    }
  });

  test('say why each scenario must fail', () => {
    for (const { name, mustFail } of variants) expect(Object.values(mustFail), name).to.not.include('');
  });
});
