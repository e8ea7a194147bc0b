import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { expect } from 'chai';
import { unproved } from './bite-page';
import { scenarioCatalogue } from './scenario-catalogue';
import { selectionFor } from './selection';

const feature = `Feature: Doors
  Scenario: A door is shut
    Given a door

  Rule: Locks hold
    Scenario Outline: A <kind> lock holds for <n> days
      Given a door

      Examples: Old
        | kind | n |
        | iron | 1 |

      Examples: New
        | n | kind  |
        | 2 | steel |

    Scenario: Keys fit
      Given a door

  Rule: Doors creak
    Scenario: An old door creaks
      Given a door
`;

describe('scenarioCatalogue', () => {
  const project = mkdtempSync(join(tmpdir(), 'bite-test-'));
  after(() => rmSync(project, { recursive: true }));
  mkdirSync(join(project, 'features'));
  writeFileSync(join(project, 'features', 'doors.feature'), feature);
  const catalogue = scenarioCatalogue(project);

  test('names the rows of an outline as Cucumber does', () => {
    expect(catalogue.map(({ rows }) => rows)).to.deep.equal([
      ['A door is shut'],
      ['A iron lock holds for 1 days', 'A steel lock holds for 2 days'],
      ['Keys fit'],
      ['An old door creaks'],
    ]);
  });

  test('a variant runs the whole Rule of what must fail', () => {
    const { titles } = selectionFor({ tags: '', mustFail: { 'Keys fit': 'x' } }, catalogue);
    expect(titles).to.deep.equal([
      'A iron lock holds for 1 days',
      'A steel lock holds for 2 days',
      'Keys fit',
    ]);
  });

  test('or just what must fail', () => {
    const { titles } = selectionFor({ tags: '', runs: 'named', mustFail: { 'Keys fit': 'x' } }, catalogue);
    expect(titles).to.deep.equal(['Keys fit']);
  });

  test('an outline is proved by any of its rows', () => {
    const variant = { name: '', wrong: '', file: '', find: '', replace: '', tags: '', mustFail: {} };
    const expected = ['A steel lock holds for 2 days'];
    const finding = { variant, verdict: 'bites' as const, ran: 1, expected, unexpected: [], objections: [] };
    expect(unproved(catalogue, [finding]).map(({ title }) => title)).to.deep.equal([
      'A door is shut',
      'Keys fit',
      'An old door creaks',
    ]);
  });
});
