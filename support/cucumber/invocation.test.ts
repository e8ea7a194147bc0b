import { describe, test } from 'node:test';
import { expect } from 'chai';
import { invocationOf } from './invocation';

describe('the invocation', () => {
  test('gives tags, names and paths in any spelling', () => {
    const words = ['-t', '@CB-1', '--tags=@LF-1 or @LF-2', '--name', 'opens', 'features/a.feature:3'];
    expect(invocationOf(words)).to.deep.equal({
      isDryRun: false,
      tagExpressions: ['@CB-1', '@LF-1 or @LF-2'],
      names: ['opens'],
      paths: ['features/a.feature:3'],
    });
  });

  test('does not take the value of an option for a path', () => {
    const { paths, isDryRun } = invocationOf(['--config', 'x/cucumber.js', '--parallel', '2', '--dry-run']);
    expect({ paths, isDryRun }).to.deep.equal({ paths: [], isDryRun: true });
  });
});
