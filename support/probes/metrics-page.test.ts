import { describe, test } from 'node:test';
import { expect } from 'chai';
import { samplesIn, sumOf } from './metrics-page';

const page = `# HELP calls_total Calls {not="a sample"} 1
# TYPE calls_total counter
calls_total{provider="primary",outcome="answered"} 3
calls_total{provider="primary",outcome="stalled"} 2
calls_total{provider="secondary",outcome="answered"} 4 1395066363000
up 1
seconds_bucket{le="+Inf",provider="a } b, \\"c\\""} 5
seconds_sum 1.5e-3
odd NaN
`;

describe('a page of metrics', () => {
  const samples = samplesIn(page);

  test('is read line by line, comments left out', () => {
    expect(samples).to.have.length(7);
    expect(samples[0]).to.deep.equal({
      name: 'calls_total',
      labels: { provider: 'primary', outcome: 'answered' },
      value: 3,
    });
    expect(samples.find(({ name }) => name === 'seconds_sum')?.value).to.equal(0.0015);
  });

  test('may have braces, commas and escaped quotes in its labels', () => {
    expect(samples.find(({ name }) => name === 'seconds_bucket')?.labels).to.deep.equal({
      le: '+Inf',
      provider: 'a } b, "c"',
    });
  });

  test('is summed over all labels that are not named', () => {
    expect(sumOf(samples, 'calls_total')).to.equal(9);
    expect(sumOf(samples, 'calls_total', { provider: 'primary' })).to.equal(5);
    expect(sumOf(samples, 'calls_total', { provider: 'primary', outcome: 'stalled' })).to.equal(2);
    expect(sumOf(samples, 'calls_total', { provider: 'nobody' })).to.equal(0);
    expect(sumOf(samples, 'calls'), 'no other name').to.equal(0);
  });
});
