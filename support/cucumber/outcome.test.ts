import { describe, test } from 'node:test';
import { expect } from 'chai';
import { isRed, outcomeOf, type StepRecord } from './outcome';

const step = (status: string, message?: string, errorType?: string): StepRecord => ({
  kind: 'step',
  text: 'When a user asks',
  status,
  ...(message === undefined ? {} : { message }),
  ...(errorType === undefined ? {} : { errorType }),
});
const hook = (kind: 'before hook' | 'after hook', status: string, message?: string): StepRecord => ({
  ...step(status, message),
  kind,
  text: 'leftovers',
});
const kindOf = (...steps: StepRecord[]) => outcomeOf({ steps, isFinished: true }).kind;

describe('the outcome of a scenario', () => {
  test('is passed only when every step passed', () => {
    expect(kindOf(step('PASSED'), step('PASSED'), hook('after hook', 'PASSED'))).to.equal('passed');
    expect(kindOf(step('PASSED'), step('PENDING'))).to.equal('pending');
    expect(kindOf(step('PASSED'), step('UNDEFINED'))).to.equal('undefined');
    expect(kindOf(step('AMBIGUOUS'), step('SKIPPED'))).to.equal('ambiguous');
    expect(kindOf(step('PASSED'), step('FAILED', 'AssertionError: 4'))).to.equal('failed');
    expect(kindOf(step('UNKNOWN'))).to.equal('failed');
  });

  test('tells a failed hook from a failed step', () => {
    expect(kindOf(hook('before hook', 'FAILED', 'Error: no'), step('SKIPPED'))).to.equal('hook failed');
    expect(kindOf(step('PASSED'), hook('after hook', 'FAILED', 'Error: 1 row left'))).to.equal('hook failed');
  });

  test('is compromised whenever anything says so, and failed rather than inconclusive', () => {
    const compromised = hook('after hook', 'FAILED', 'Compromised: postgresql died by itself');
    expect(kindOf(step('FAILED', 'AssertionError: 4'), compromised)).to.equal('compromised');
    const inconclusive = step('FAILED', 'too few', 'Inconclusive');
    expect(kindOf(inconclusive)).to.equal('inconclusive');
    expect(kindOf(inconclusive, hook('after hook', 'FAILED', 'Error: 1 row left'))).to.equal('hook failed');
  });

  test('is skipped only with a reason', () => {
    const steps = [hook('before hook', 'SKIPPED'), step('SKIPPED')];
    const because = outcomeOf({ steps, isFinished: true, skipReason: 'no redis-server' });
    expect(because).to.deep.equal({ kind: 'skipped', message: 'no redis-server' });
    expect(kindOf(...steps)).to.equal('skipped without reason');
    expect(outcomeOf({ steps, isFinished: true, isDryRun: true }).kind).to.equal('not run');
  });

  test('is never green for an empty or an interrupted scenario', () => {
    expect(kindOf()).to.equal('undefined');
    expect(kindOf(hook('before hook', 'PASSED'))).to.equal('undefined');
    expect(outcomeOf({ steps: [step('PASSED')], isFinished: false }).kind).to.equal('unfinished');
  });

  test('is red in every case but passed, skipped with a reason, and a dry run', () => {
    const red = (kind: Parameters<typeof isRed>[0]['kind']) => isRed({ kind, message: '' });
    expect([red('passed'), red('skipped'), red('not run')]).to.deep.equal([false, false, false]);
    for (const kind of ['failed', 'hook failed', 'compromised', 'inconclusive', 'undefined'] as const)
      expect(red(kind), kind).to.equal(true);
    for (const kind of ['ambiguous', 'pending', 'skipped without reason', 'unfinished'] as const)
      expect(red(kind), kind).to.equal(true);
  });
});
