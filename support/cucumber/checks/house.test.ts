import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { expect } from 'chai';
import { importObjections, type Objection } from './import-direction';
import { stepObjections } from './step-bodies';

const FOLDERS = ['features', 'step-definitions', 'support', 'reference-service', 'reporting'];

function codeIn(folder: string): { file: string; text: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?[jt]s$/.test(name))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}

const lines = (objections: readonly Objection[]) =>
  objections.map(({ file, line, message }) => `${file}:${line}: ${message}`);

describe('the house', () => {
  test('imports one way only', () => {
    const code = FOLDERS.flatMap(codeIn);
    expect(code.length, 'code was found').to.be.greaterThan(10);
    expect(lines(code.flatMap(({ file, text }) => importObjections(file, text)))).to.deep.equal([]);
  });

  test('keeps code out of features/', () => {
    expect(codeIn('features').map(({ file }) => file)).to.deep.equal([]);
  });

  test('has step definitions that only translate', () => {
    const steps = codeIn('step-definitions').filter(({ file }) => !file.endsWith('.test.ts'));
    expect(lines(steps.flatMap(({ file, text }) => stepObjections(file, text)))).to.deep.equal([]);
  });
});

describe('the check of imports', () => {
  const FORBIDDEN = [
    ['reference-service/a.ts', "import { x } from '../support/x';"],
    ['reference-service/breaker/a.ts', "import type { x } from '../../support/x';"],
    ['reporting/a.ts', "export * from '../support/evidence/journal';"],
    ['support/probes/a.ts', "const x = require('../../reference-service/policy');"],
    ['support/probes/a.ts', "const x = await import('../../reference-service/policy');"],
    ['support/world.ts', "let x: import('../reference-service/policy').Policy;"],
    ['support/world.ts', "import './../step-definitions/x.steps';"],
    ['step-definitions/a.steps.ts', "import { compose } from '../reference-service/compose';"],
  ] as const;
  for (const [file, text] of FORBIDDEN)
    test(`objects to ${text} in ${file}`, () => {
      expect(importObjections(file, text)).to.have.length(1);
    });

  test('lets pass what the house allows', () => {
    const service = "import { compose } from '../../../reference-service/compose';";
    expect(importObjections('support/environments/embedded/a.ts', service)).to.deep.equal([]);
    expect(
      importObjections('step-definitions/a.steps.ts', "import { W } from '../support/world';"),
    ).to.deep.equal([]);
    expect(importObjections('reference-service/a.ts', "import fastify from 'fastify';")).to.deep.equal([]);
  });
});

describe('the check of step bodies', () => {
  const step = (body: string) => stepObjections('x.steps.ts', `When('a user asks', ${body});`);

  for (const body of [
    'async function (this: W) { await this.users.ask(); }',
    'function (this: W) { return this.probes.breaker("primary").is("open"); }',
    'function (this: W, name: string) { this.environment.providers.heal(name); }',
  ])
    test(`allows ${body}`, () => {
      expect(step(body)).to.deep.equal([]);
    });

  for (const [body, message] of [
    ['function (this: W) { this.users.ask(); this.users.ask(); }', /one statement, got 2/],
    ['function (this: W) {}', /one statement, got 0/],
    ['function (this: W) { if (x) this.users.ask(); }', /must call this\.environment/],
    ['function (this: W) { expect(this.probes.level()).to.equal(1); }', /must call this\.environment/],
    ['function (this: W) { return this.journal.entries(); }', /must call this\.environment/],
    ['() => users.ask()', /not an arrow/],
    ['ask', /function written in place/],
    ['function (this: W) { return this.probes.rows("select * from orders"); }', /SQL/],
    ['function (this: W) { return this.users.each(() => fetch("/v1")); }', /speak HTTP/],
    ['function (this: W) { return this.users.each(() => setTimeout(f, 5)); }', /wait/],
  ] as const)
    test(`objects to ${body}`, () => {
      expect(
        step(body)
          .map((objection) => objection.message)
          .join(),
      ).to.match(message);
    });

  test('objects to modules that wait or speak HTTP', () => {
    const text = "import { setTimeout as pause } from 'node:timers/promises';\nimport { Pool } from 'pg';";
    const found = stepObjections('x.steps.ts', text).filter(({ message }) => /must not import/.test(message));
    expect(found.map(({ line }) => line)).to.deep.equal([1, 2]);
  });
});
