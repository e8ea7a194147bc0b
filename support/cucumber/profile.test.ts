import { describe, test } from 'node:test';
import { expect } from 'chai';
import { workersFrom } from './profile';

describe('the number of workers', () => {
  test('is what is asked for', () => {
    expect(workersFrom({ WORKERS: '0' }, 2)).to.equal(0);
    expect(workersFrom({ WORKERS: '7' }, 2)).to.equal(7);
    expect(() => workersFrom({ WORKERS: 'many' }, 2)).to.throw(/WORKERS must be a whole number.*"many"/);
  });

  test('is else twice as many as there are cores, or one more where each scenario starts a process', () => {
    expect([1, 2, 3, 8].map((cores) => workersFrom({}, cores))).to.deep.equal([2, 4, 4, 4]);
    const processes = [1, 2, 3, 8].map((cores) => workersFrom({ SERVICE: 'process' }, cores));
    expect(processes).to.deep.equal([2, 3, 4, 4]);
  });
});
