import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { Behaviour } from './behaviour';
import { EnforcedLimits } from './enforced-limits';

const limited: Behaviour = { kind: 'limited', requests: 1, perMs: 1_000 };

function begun(...behaviours: Behaviour[]): { limits: EnforcedLimits; planned: Behaviour[] } {
  const limits = new EnforcedLimits();
  return { limits, planned: limits.begin(behaviours) };
}

describe('the limits of a double', () => {
  test('a request meets a healthy provider or one that is rate limiting, with the true standing', () => {
    const { limits, planned } = begun({ ...limited, beforeFirstTokenMs: 20 });
    const [plan] = planned as [Behaviour];
    expect(limits.take(plan, 0)).to.deep.equal({
      kind: 'healthy',
      beforeFirstTokenMs: 20,
      standing: { isAdmitted: true, limit: 1, remaining: 0, waitMs: 1_000, resetMs: 1_000 },
    });
    expect(limits.take(plan, 400)).to.deep.equal({
      kind: 'rate-limiting',
      standing: { isAdmitted: false, limit: 1, remaining: 0, waitMs: 600, resetMs: 600 },
    });
  });

  test('looking takes nothing', () => {
    const { limits, planned } = begun(limited);
    const [plan] = planned as [Behaviour];
    expect(
      [limits.look(plan, 0), limits.look(plan, 0), limits.take(plan, 0)].map(({ kind }) => kind),
    ).to.deep.equal(['healthy', 'healthy', 'healthy']);
    expect(limits.look(plan, 1).kind).to.equal('rate-limiting');
  });

  test('each setting begins with an empty window, even of the same behaviour', () => {
    const { limits, planned } = begun(limited);
    limits.take(planned[0] as Behaviour, 0);
    const [again] = limits.begin([limited]) as [Behaviour];
    expect(limits.take(again, 0).kind).to.equal('healthy');
    expect(limits.look(planned[0] as Behaviour, 0).kind).to.equal('rate-limiting');
  });

  test('where refused requests count, those from before count too', () => {
    const limits = new EnforcedLimits();
    const storm = [-900, -100];
    const [counting, plain] = limits.begin([{ ...limited, countsRefused: true }, limited], storm);
    expect(limits.look(counting as Behaviour, 0).kind).to.equal('rate-limiting');
    expect(limits.look(plain as Behaviour, 0).kind).to.equal('healthy');
    expect(limits.look(counting as Behaviour, 900).kind, 'a second after the last').to.equal('healthy');
  });

  test('equal limits in one list are one, others are others', () => {
    const other = { ...limited, perMs: 2_000 };
    const { limits, planned } = begun(limited, { ...limited }, other);
    const kinds = planned.map((plan) => limits.take(plan, 0).kind);
    expect(kinds).to.deep.equal(['healthy', 'rate-limiting', 'healthy']);
  });

  test('what is no limit stays as it is', () => {
    const { limits, planned } = begun({ kind: 'failing', status: 503 });
    expect(limits.take(planned[0] as Behaviour, 0)).to.deep.equal({ kind: 'failing', status: 503 });
  });

  test('a limit of nothing cannot begin', () => {
    expect(() => begun({ ...limited, requests: 0 })).to.throw('got 0 in 1000 ms');
    expect(() => new EnforcedLimits().look(limited, 0)).to.throw('use begin()');
  });
});
