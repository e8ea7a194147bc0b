import { describe, test } from 'node:test';
import { expect } from 'chai';
import { examine } from './examine';
import { judgeCores, judgeMemory, judgeNode, judgeTemporarySpace } from './judge';
import { report } from './report';

const gibibyte = 1024 ** 3;

describe('the doctor', () => {
  for (const [version, state] of [
    ['20.18.3', 'missing'],
    ['18.20.0', 'missing'],
    ['20.19.0', 'good'],
    ['20.20.2', 'good'],
    ['22.0.0', 'good'],
  ] as const) {
    test(`finds Node.js ${version} ${state} where >=20.19 is needed`, () => {
      expect(judgeNode(version, '>=20.19').state).to.equal(state);
    });
  }

  test('judges cores, memory and space', () => {
    expect([judgeCores(2), judgeCores(1)].map(({ state }) => state)).to.deep.equal(['good', 'lacking']);
    expect([judgeMemory(4 * gibibyte), judgeMemory(gibibyte)].map(({ state }) => state)).to.deep.equal([
      'good',
      'lacking',
    ]);
    const space = [judgeTemporarySpace('/tmp', 2 * gibibyte), judgeTemporarySpace('/tmp', gibibyte / 2)];
    expect(space.map(({ state }) => state)).to.deep.equal(['good', 'missing']);
  });

  test('says what is missing and what to do', () => {
    const text = report([judgeNode('18.0.0', '>=20.19'), judgeCores(1)]);
    expect(text).to.match(
      /^MISSING {2}Node\.js {2}18\.0\.0, and >=20\.19 is needed\n {18}-> install Node\.js 20\.19/,
    );
    expect(text).to.contain('cannot run here until this is mended: Node.js.');
    expect(report([judgeCores(1)])).to.contain(
      'can run here: `npm run bdd`. It would be better still with: Cores.',
    );
  });

  test('looks at everything on this machine', async () => {
    const findings = await examine();
    const subjects = [
      'Node.js',
      'PostgreSQL',
      'Redis',
      'ClickHouse',
      'Docker',
      'Chromium',
      'Cores',
      'Memory',
      'Space',
    ];
    expect(findings.map(({ subject }) => subject)).to.deep.equal(subjects);
    for (const { state, advice } of findings) expect(advice === undefined).to.equal(state === 'good');
  });
});
