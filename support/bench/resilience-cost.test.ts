import { describe, test } from 'node:test';
import { expect } from 'chai';
import { resilienceCost } from './resilience-cost';

describe('the cost of the resilience layer', { timeout: 30_000 }, () => {
  test('is measured over as many requests with it as without', async () => {
    const [on, off, cost] = await resilienceCost({ warmUps: 1, pairs: 4 });
    expect(on?.values).to.include({ requests: 4 }).and.to.have.property('p50Ms').above(0);
    expect(off?.values).to.include({ requests: 4 }).and.to.have.property('p50Ms').above(0);
    const difference = Number(on?.values.p50Ms) - Number(off?.values.p50Ms);
    expect(cost?.values.differenceOfMediansMs).to.equal(difference);
  });
});
