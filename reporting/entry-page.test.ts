import { describe, test } from 'node:test';
import { expect } from 'chai';
import { entryPage } from './entry-page';

const result = (verdict: string) => ({ name: 'x', status: verdict, verdict });
const NOW = new Date('2026-11-22T12:00:00Z');

describe('the entry page', () => {
  test('is green only when everything passed or was skipped with a reason', () => {
    expect(entryPage([result('passed'), result('passed')], [], NOW))
      .to.include('class="green"')
      .and.include('All 2 scenarios passed');
    expect(entryPage([result('passed'), result('skipped')], [], NOW)).to.include(
      '1 scenarios passed, 1 were skipped',
    );
    expect(entryPage([result('skipped')], [], NOW)).to.include('class="red"');
  });

  for (const verdict of [
    'failed',
    'compromised',
    'inconclusive',
    'hook-failed',
    'not-implemented',
    'never-heard-of',
  ])
    test(`is red with one ${verdict}`, () => {
      const page = entryPage([result('passed'), result(verdict)], [], NOW);
      expect(page).to.include('class="red"').and.include('1 of 2 scenarios did not pass');
    });

  test('links its destinations', () => {
    const page = entryPage(
      [result('passed')],
      [{ href: 'junit.xml', title: 'JUnit', what: 'for machines' }],
      NOW,
    );
    expect(page).to.include('<a href="junit.xml">JUnit</a> for machines');
  });
});
