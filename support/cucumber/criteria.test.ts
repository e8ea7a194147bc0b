import { describe, test } from 'node:test';
import { expect } from 'chai';
import { CRITERIA, criteriaAmong, tagsNear } from './criteria';

describe('criteria', () => {
  test('are known by ids of two letters and a number', () => {
    for (const id of Object.keys(CRITERIA)) expect(id).to.match(/^[A-Z]{2}-\d$/);
    expect(Object.keys(CRITERIA)).to.include.members(['LF-1', 'CB-4', 'BV-1', 'FU-1']);
  });

  test('are picked from tags, known ones only and each once', () => {
    expect(criteriaAmong(['@CB-1', '@alone', '@NO-9', '@CB-1', '@LF-4'])).to.deep.equal(['CB-1', 'LF-4']);
  });

  test('are suggested for a mistyped tag, nearest first', () => {
    const known = Object.keys(CRITERIA).map((id) => `@${id}`);
    expect(tagsNear('@cb-1', known)[0]).to.equal('@CB-1');
    expect(tagsNear('@CB1', known)[0]).to.equal('@CB-1');
    expect(tagsNear('@completely-else', known)).to.deep.equal([]);
  });
});
