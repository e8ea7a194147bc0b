import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { expect } from 'chai';
import { compiledService } from './compiled-service';

let folder = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'compiled-service-'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

test('what was compiled runs outside of the project, and is compiled once', () => {
  const { program, environment } = compiledService(folder);
  expect(program.startsWith(folder)).to.equal(true);
  const { status, stderr } = spawnSync(process.execPath, [program], {
    cwd: folder,
    env: { ...environment, SERVICE_CONFIGURATION: '{"providers":[]}' },
    encoding: 'utf8',
  });
  expect(stderr).to.contain('providers must name at least one provider');
  expect(status).to.equal(1);
  expect(compiledService(folder).program).to.equal(program);
});
